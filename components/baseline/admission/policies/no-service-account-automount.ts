import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";

/** The account `default` of a new namespace is made by the control plane, and is locked by `HardenedNamespace`. */
export const noServiceAccountAutomount = objectPolicy({
  id: "no-service-account-automount",
  rules: [{ apiGroups: [""], resources: ["serviceaccounts"], operations: ["CREATE", "UPDATE"] }],
  conditions: [NOT_BY_CONTROL_PLANE],
  judged: "it.?automountServiceAccountToken",
  checks: [
    {
      breach: "variables.it.?automountServiceAccountToken.orValue(true)",
      must: "must set automountServiceAccountToken=false",
    },
  ],
  fix: "set automountServiceAccountToken to false, and to true on pods that need it",
});
