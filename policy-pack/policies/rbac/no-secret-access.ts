import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

/** list and watch show what is in the objects as get does. A rule that names its Secrets is what to write instead. */
const POWERS = [{ verbs: ["get", "list", "watch"], group: "", resource: "secrets", named: "excused" }] as const;

/** rbac.authorization.k8s.io/v1: reading Secrets, by what the authorizer allows. */
export const noSecretAccess = definePolicy({
  id: "no-secret-access",
  title: "Roles must not let subjects read Secrets at large",
  rationale:
    "Who may read every Secret of a namespace has each credential in it, those of other service accounts included.",
  remediation:
    "Name the Secrets that are needed in resourceNames with the verb get, or mount them into the pod, which needs no right.",
  fix: "allow get with resourceNames, or mount the Secret",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-SEC-02", "CIS-K8S-5.1.2", "CIS-EKS-4.1.2", "V-274884"],
  examples: {
    good: [
      {
        name: "config maps",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }],
            },
          },
        ],
      },
      {
        name: "named Secrets",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["web-tls"] }],
            },
          },
        ],
      },
      {
        name: "writing only",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["create", "patch"] }],
            },
          },
        ],
      },
      {
        name: "secrets of another group",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["example.com"], resources: ["secrets"], verbs: ["get"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "reading",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
                { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["get", "list"] },
              ],
            },
          },
        ],
        message:
          "rule must not allow get, list on secrets (rules[1].resources[1]). Fix: allow get with resourceNames, or mount the Secret.",
      },
      {
        name: "every resource",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: { metadata: { name: "app" }, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["watch"] }] },
          },
        ],
        message:
          "rule must not allow watch on secrets (rules[0].resources[0]). Fix: allow get with resourceNames, or mount the Secret.",
      },
      {
        name: "every verb",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["", "apps"], resources: ["secrets"], verbs: ["*"] }],
            },
          },
        ],
        message:
          "rule must not allow get, list, watch on secrets (rules[0].resources[0]). Fix: allow get with resourceNames, or mount the Secret.",
      },
      {
        name: "a list, whose name is empty",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["list"], resourceNames: ["web-tls", ""] }],
            },
          },
        ],
        message:
          "rule must not allow list on secrets (rules[0].resources[0]). Fix: allow get with resourceNames, or mount the Secret.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
