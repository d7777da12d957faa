import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const RBAC = "rbac.authorization.k8s.io";

/** Roles that give more than their binder is likely to have. */
const isStrong = (name: string): boolean => /^(?:cluster-admin|admin|edit|system:.*)$/.test(name);
/** Users and groups that the control plane trusts. */
const isOfSystem = (name: string): boolean => name.startsWith("system:");

const POWERS = [
  ...["roles", "clusterroles"].flatMap((resource) => [
    { verbs: ["escalate"], group: RBAC, resource, named: "counts" } as const,
    { verbs: ["bind"], group: RBAC, resource, named: isStrong } as const,
  ]),
  ...["users", "groups", "serviceaccounts"].map(
    (resource) => ({ verbs: ["impersonate"], group: "", resource, named: isOfSystem }) as const,
  ),
  { verbs: ["impersonate"], group: "authentication.k8s.io", resource: "uids", named: "excused" } as const,
];

/** rbac.authorization.k8s.io/v1: the verbs that pass the check against privilege escalation. */
export const noEscalationVerbs = definePolicy({
  id: "no-escalation-verbs",
  title: "Roles must not let subjects take rights that they do not have",
  rationale: "The verbs escalate, bind and impersonate exist to pass the check that nobody grants more than he has.",
  remediation:
    "Grant the rights themselves. Where a role must be bound, name it in resourceNames, and not one of administrators.",
  fix: "grant the rights themselves, or name harmless roles in resourceNames",
  topic: "rbac",
  severity: "critical",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.8", "CIS-EKS-4.1.8"],
  examples: {
    good: [
      {
        name: "managing roles",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["rbac.authorization.k8s.io"],
                  resources: ["roles", "rolebindings"],
                  verbs: ["create", "patch", "get"],
                },
              ],
            },
          },
        ],
      },
      {
        name: "binding a harmless role",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["rbac.authorization.k8s.io"],
                  resources: ["clusterroles"],
                  verbs: ["bind"],
                  resourceNames: ["view"],
                },
              ],
            },
          },
        ],
      },
      {
        name: "impersonating one person",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: [""], resources: ["users"], verbs: ["impersonate"], resourceNames: ["jane@example.com"] },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "escalate",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["get", "escalate"] },
              ],
            },
          },
        ],
        message:
          "rule must not allow escalate on clusterroles (rules[0].resources[0]). Fix: grant the rights themselves, or name harmless roles in resourceNames.",
      },
      {
        name: "binding the administrator's role",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["rbac.authorization.k8s.io"],
                  resources: ["clusterroles"],
                  verbs: ["bind"],
                  resourceNames: ["view", "cluster-admin"],
                },
              ],
            },
          },
        ],
        message:
          "rule must not allow bind on clusterroles (rules[0].resources[0]). Fix: grant the rights themselves, or name harmless roles in resourceNames.",
      },
      {
        name: "impersonating anybody",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] }],
            },
          },
        ],
        message:
          "rule must not allow impersonate on users (rules[0].resources[0]); rule must not allow impersonate on groups (rules[0].resources[1]). Fix: grant the rights themselves, or name harmless roles in resourceNames.",
      },
      {
        name: "every verb on roles",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["*"] }],
            },
          },
        ],
        message:
          "rule must not allow escalate on roles (rules[0].resources[0]). Fix: grant the rights themselves, or name harmless roles in resourceNames.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
