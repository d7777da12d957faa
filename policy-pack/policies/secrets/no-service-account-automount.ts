import { set } from "../../edit.js";
import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** core/v1 ServiceAccount: automountServiceAccountToken is true unless stated; a pod can state otherwise for itself. */
export const noServiceAccountAutomount = definePolicy({
  id: "no-service-account-automount",
  title: "Service accounts must not mount their token into every pod",
  rationale: "Whoever breaks into a pod takes the token in it, and with it the rights of the account.",
  remediation:
    "Set automountServiceAccountToken to false on the account, `default` included, and to true on the pods that need the API.",
  fix: "set automountServiceAccountToken to false, and to true on pods that need it",
  topic: "secrets",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-21", "CIS-K8S-5.1.5", "CIS-K8S-5.1.6", "CIS-EKS-4.1.5", "CIS-EKS-4.1.6"],
  fixable: true,
  examples: {
    good: [
      {
        name: "an account that mounts nothing",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccount",
            props: { metadata: { name: "web" }, automountServiceAccountToken: false },
          },
        ],
      },
      {
        name: "a patch of something else",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccountPatch",
            props: { metadata: { name: "default", labels: { team: "shop" } } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "an account that says nothing",
        resources: [{ type: "kubernetes:core/v1:ServiceAccount", props: { metadata: { name: "web" } } }],
        message:
          'ServiceAccount "web" must set automountServiceAccountToken=false (automountServiceAccountToken). Fix: set automountServiceAccountToken to false, and to true on pods that need it.',
      },
      {
        name: "a patch that turns it on",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccountPatch",
            props: { metadata: { name: "default" }, automountServiceAccountToken: true },
          },
        ],
        message:
          'ServiceAccount "default" must set automountServiceAccountToken=false (automountServiceAccountToken). Fix: set automountServiceAccountToken to false, and to true on pods that need it.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/ServiceAccount"],
  check: (object) =>
    onObject(object, "automountServiceAccountToken", () => {
      const requirement = "must set automountServiceAccountToken=false";
      const value = child(object.data, "automountServiceAccountToken");
      if (value === false) return undefined;
      const fix = set("automountServiceAccountToken", false);
      return value === true ? { must: requirement, fix } : { missing: requirement, fix };
    }),
});
