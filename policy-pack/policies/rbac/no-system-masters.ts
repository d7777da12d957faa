import { BINDINGS } from "../../kubernetes/rbac.js";
import { eachSubject } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

/** rbac.authorization.k8s.io/v1: the group that the authorizer never refuses. */
export const noSystemMasters = definePolicy({
  id: "no-system-masters",
  title: "Bindings must not be to system:masters",
  rationale:
    "Who is in the group passes every check of RBAC and every webhook that authorizes, and no removal of rights reaches him.",
  remediation: "Bind cluster-admin to a group of your own that can be emptied, and use it for emergencies only.",
  fix: "name a group of your own",
  topic: "rbac",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-AUTH-08", "CIS-K8S-5.1.7"],
  examples: {
    good: [
      {
        name: "a group of one's own",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "auditors" }],
            },
          },
        ],
      },
      {
        name: "a user who is called so",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:masters" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the group",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
              subjects: [
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "auditors" },
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:masters" },
              ],
            },
          },
        ],
        message: "subject must not be the group system:masters (subjects[1].name). Fix: name a group of your own.",
      },
      {
        name: "in one namespace",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:masters" }],
            },
          },
        ],
        message: "subject must not be the group system:masters (subjects[0].name). Fix: name a group of your own.",
      },
    ],
  },
  subject: "object",
  kinds: BINDINGS,
  check: (object) =>
    eachSubject(object, ({ kind, name }) =>
      name === "system:masters" && kind === "Group" ? "must not be the group system:masters" : undefined,
    ),
});
