import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { CLUSTER_ROLE_BINDING_RULES, givesRole, SUBJECTS } from "../cel/rbac.js";

export const noClusterWideEdit = objectPolicy({
  id: "no-cluster-wide-edit",
  rules: CLUSTER_ROLE_BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [{ breach: givesRole(["admin", "edit"]), must: "must not give admin or edit in every namespace" }],
  fix: "bind it by a RoleBinding in each namespace",
});
