import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, givesRole, SUBJECTS } from "../cel/rbac.js";

export const noClusterAdminBindings = objectPolicy({
  id: "no-cluster-admin-bindings",
  rules: BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [
    {
      breach: `variables.it.roleRef.kind == "ClusterRole" && ${givesRole(["cluster-admin"])}`,
      must: "must not give cluster-admin",
    },
  ],
  fix: "bind a role with the rights that are needed",
});
