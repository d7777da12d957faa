import { onObject } from "../../kubernetes/object-verdicts.js";
import { binding } from "../../kubernetes/rbac.js";
import { definePolicy } from "../../policy.js";

/** rbac.authorization.k8s.io/v1: the built-in roles for one namespace, bound in all of them. */
export const noClusterWideEdit = definePolicy({
  id: "no-cluster-wide-edit",
  title: "Bindings must not give admin or edit in the whole cluster",
  rationale:
    "The roles admin and edit read every Secret and run pods as every account; for the whole cluster that is as much as cluster-admin.",
  remediation: "Bind admin or edit by a RoleBinding in each namespace of the team.",
  fix: "bind it by a RoleBinding in each namespace",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-08", "NSA-AUTH-10"],
  examples: {
    good: [
      {
        name: "in one namespace",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team" }],
            },
          },
        ],
      },
      {
        name: "reading in the whole cluster",
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
    ],
    bad: [
      {
        name: "edit",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team" }],
            },
          },
        ],
        message:
          'ClusterRoleBinding "app" must not give edit in every namespace (roleRef.name). Fix: bind it by a RoleBinding in each namespace.',
      },
      {
        name: "admin",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
              subjects: [{ kind: "ServiceAccount", name: "deployer", namespace: "ci" }],
            },
          },
        ],
        message:
          'ClusterRoleBinding "app" must not give admin in every namespace (roleRef.name). Fix: bind it by a RoleBinding in each namespace.',
      },
    ],
  },
  subject: "object",
  kinds: ["rbac.authorization.k8s.io/ClusterRoleBinding"],
  check: (object) =>
    onObject(object, "roleRef.name", () => {
      const name = binding(object.data)?.roleRef?.name;
      return name === "admin" || name === "edit" ? `must not give ${name} in every namespace` : undefined;
    }),
});
