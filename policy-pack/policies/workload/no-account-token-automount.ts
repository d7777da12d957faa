import { serviceAccount } from "../../kubernetes/service-account.js";
import { definePolicy } from "../../policy.js";
import { attempt } from "../../verdict.js";

const FIELD = "automountServiceAccountToken";

/** NSA/CISA guide, service-account tokens, for pods that say nothing themselves; in CIS also of the default accounts. */
export const noAccountTokenAutomount = definePolicy({
  id: "no-account-token-automount",
  title: "Service accounts must not give their token to pods that do not ask for it",
  rationale: "What the account leaves unset is true: every pod that names it, or names none, gets a credential.",
  remediation: "Set automountServiceAccountToken to false on the account, and to true on the pods that need the API.",
  fix: "set automountServiceAccountToken to false",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-21", "CIS-K8S-5.1.5", "CIS-K8S-5.1.6", "CIS-EKS-4.1.5", "CIS-EKS-4.1.6"],
  examples: {
    good: [
      {
        name: "false",
        resources: [{ type: "kubernetes:core/v1:ServiceAccount", props: { automountServiceAccountToken: false } }],
      },
      {
        name: "a patch of something else",
        resources: [
          { type: "kubernetes:core/v1:ServiceAccountPatch", props: { metadata: { labels: { team: "shop" } } } },
        ],
      },
    ],
    bad: [
      {
        name: "unset",
        resources: [{ type: "kubernetes:core/v1:ServiceAccount", props: { metadata: { name: "web" } } }],
        message:
          "service account must set automountServiceAccountToken=false (automountServiceAccountToken). Fix: set automountServiceAccountToken to false.",
      },
      {
        name: "true in a patch",
        resources: [{ type: "kubernetes:core/v1:ServiceAccountPatch", props: { automountServiceAccountToken: true } }],
        message:
          "service account must not set automountServiceAccountToken=true (automountServiceAccountToken). Fix: set automountServiceAccountToken to false.",
      },
    ],
  },
  subject: "object",
  kinds: ["core/ServiceAccount"],
  check: ({ data, prefix }) =>
    attempt(() => {
      const value = serviceAccount(data)?.[FIELD];
      if (value === false) return undefined;
      const missing = value === undefined;
      const requirement = missing ? `must set ${FIELD}=false` : `must not set ${FIELD}=true`;
      return { subject: "service account", path: `${prefix}${FIELD}`, requirement, missing };
    }),
});
