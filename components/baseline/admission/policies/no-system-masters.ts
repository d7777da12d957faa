import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, SUBJECTS, someSubject } from "../cel/rbac.js";

export const noSystemMasters = objectPolicy({
  id: "no-system-masters",
  rules: BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [
    {
      breach: someSubject('s.kind == "Group" && s.name == "system:masters"'),
      must: "must not be to the group system:masters",
    },
  ],
  fix: "name a group of your own",
});
