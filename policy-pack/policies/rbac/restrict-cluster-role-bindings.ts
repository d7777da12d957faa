import { onObject } from "../../kubernetes/object-verdicts.js";
import { binding } from "../../kubernetes/rbac.js";
import { definePolicy } from "../../policy.js";

/** rbac.authorization.k8s.io/v1: what is bound in the whole cluster. */
export const restrictClusterRoleBindings = definePolicy({
  id: "restrict-cluster-role-bindings",
  title: "Roles must be bound in a namespace, and in the whole cluster only where it is listed",
  rationale: "A right in every namespace reaches those as well that come later and belong to others.",
  remediation: "Use a RoleBinding, or list the role in the policy's setting `allowed`.",
  fix: "use a RoleBinding, or list the role in the setting allowed",
  topic: "rbac",
  severity: "low",
  profile: "strict",
  references: ["NSA-AUTH-10"],
  examples: {
    good: [
      {
        name: "in one namespace",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "monitoring" },
              subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: "shop" }],
            },
          },
        ],
      },
      {
        name: "a role of the control plane",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
              subjects: [{ kind: "ServiceAccount", name: "metrics-server", namespace: "kube-system" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a role that is not listed",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "monitoring" },
              subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: "shop" }],
            },
          },
        ],
        message:
          'ClusterRoleBinding "app" must not bind a role that is not allowed cluster-wide (roleRef.name). Fix: use a RoleBinding, or list the role in the setting allowed.',
      },
    ],
  },
  subject: "object",
  settings: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Names of ClusterRoles that may be bound in the whole cluster, beside those that begin with `system:`.",
    },
  },
  kinds: ["rbac.authorization.k8s.io/ClusterRoleBinding"],
  check: (object, _context, { allowed }) =>
    onObject(object, "roleRef.name", () => {
      const name = binding(object.data)?.roleRef?.name;
      if (name === undefined || name.startsWith("system:") || allowed.includes(name)) return undefined;
      return "must not bind a role that is not allowed cluster-wide";
    }),
});
