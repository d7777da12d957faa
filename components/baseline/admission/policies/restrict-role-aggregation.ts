import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { CLUSTER_ROLE_RULES } from "../cel/rbac.js";

export const restrictRoleAggregation = objectPolicy({
  id: "restrict-role-aggregation",
  rules: CLUSTER_ROLE_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: "it.?aggregationRule",
  checks: [
    {
      breach:
        "variables.it.?aggregationRule.?clusterRoleSelectors.orValue([]).exists(s, " +
        "size(s.?matchLabels.orValue({})) == 0 && " +
        '!s.?matchExpressions.orValue([]).exists(e, e.operator in ["In", "Exists"]))',
      must: "must not aggregate every other role",
    },
  ],
  fix: "select by a label of your own",
});
