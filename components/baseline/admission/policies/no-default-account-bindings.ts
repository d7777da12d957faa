import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, SUBJECTS, someSubject } from "../cel/rbac.js";

export const noDefaultAccountBindings = objectPolicy({
  id: "no-default-account-bindings",
  rules: BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [
    {
      breach: someSubject(
        '(s.kind == "ServiceAccount" && s.name == "default") || ' +
          '(s.kind == "User" && s.name.matches("^system:serviceaccount:[^:]*:default$")) || ' +
          '(s.kind == "Group" && s.name.startsWith("system:serviceaccounts:"))',
      ),
      must: "must not be to the default service account",
    },
  ],
  fix: "bind a service account of the workload's own",
});
