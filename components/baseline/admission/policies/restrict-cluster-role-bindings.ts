import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { CLUSTER_ROLE_BINDING_RULES, SUBJECTS } from "../cel/rbac.js";

export const restrictClusterRoleBindings = objectPolicy({
  id: "restrict-cluster-role-bindings",
  rules: CLUSTER_ROLE_BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  settings: ["clusterWideRoles"],
  optional: true,
  judged: SUBJECTS,
  checks: [
    {
      breach:
        '!variables.it.roleRef.name.startsWith("system:") && !(variables.it.roleRef.name in variables.clusterWideRoles)',
      must: "must not bind a role that is not allowed cluster-wide",
    },
  ],
  fix: "use a RoleBinding, or list the role among those allowed cluster-wide",
});
