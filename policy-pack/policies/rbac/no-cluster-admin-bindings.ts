import { onObject } from "../../kubernetes/object-verdicts.js";
import { BINDINGS, binding } from "../../kubernetes/rbac.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** rbac.authorization.k8s.io/v1: the built-in role that allows everything. */
export const noClusterAdminBindings = definePolicy({
  id: "no-cluster-admin-bindings",
  title: "Bindings must not give cluster-admin",
  rationale: "The role cluster-admin allows everything on everything, Secrets and the nodes included.",
  remediation:
    "Bind a role with the rights that are needed; keep cluster-admin for one break-glass group, and exempt that binding.",
  fix: "bind a role with the rights that are needed",
  topic: "rbac",
  severity: "critical",
  profile: "restricted",
  references: ["NSA-AUTH-08", "CIS-K8S-5.1.1", "CIS-EKS-4.1.1"],
  examples: {
    good: [
      {
        name: "another role",
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
        name: "a namespace's role of that name",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "cluster-admin" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "in the whole cluster",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
              subjects: [{ kind: "ServiceAccount", name: "deployer", namespace: "ci" }],
            },
          },
        ],
        message:
          'ClusterRoleBinding "app" must not give cluster-admin (roleRef.name). Fix: bind a role with the rights that are needed.',
      },
      {
        name: "in one namespace, where it reads Secrets and binds as it likes",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team" }],
            },
          },
        ],
        message:
          'RoleBinding "app" must not give cluster-admin (roleRef.name). Fix: bind a role with the rights that are needed.',
      },
    ],
  },
  subject: "object",
  kinds: BINDINGS,
  check: (object) =>
    onObject(object, "roleRef.name", () => {
      const { roleRef } = binding(object.data) ?? {};
      const gives = all(
        () => roleRef?.name === "cluster-admin",
        () => roleRef?.kind === "ClusterRole",
      );
      return gives ? "must not give cluster-admin" : undefined;
    }),
});
