import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { ROLE_RULES } from "../cel/rbac.js";

const RULES = "variables.it.?rules.orValue([])";

export const noWildcardRules = objectPolicy({
  id: "no-wildcard-rules",
  rules: ROLE_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: "it.?rules",
  checks: [
    { breach: `${RULES}.exists(r, "*" in r.?verbs.orValue([]))`, must: "must not allow every verb" },
    { breach: `${RULES}.exists(r, "*" in r.?apiGroups.orValue([]))`, must: "must not allow every API group" },
    {
      breach: `${RULES}.exists(r, r.?resources.orValue([]).exists(n, n == "*" || n.startsWith("*/")))`,
      must: "must not allow every resource, or a subresource of each",
    },
    {
      breach: `${RULES}.exists(r, r.?nonResourceURLs.orValue([]).exists(u, u.matches("^/?[*]+$")))`,
      must: "must not allow every path",
    },
  ],
  fix: "list what is needed",
});
