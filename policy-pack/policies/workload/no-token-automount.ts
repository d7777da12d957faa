import { set } from "../../edit.js";
import { onPod } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

const FIX = set("automountServiceAccountToken", false);

/**
 * NSA/CISA guide, service-account tokens. The pod's field wins over its account's, and an account may be made or
 * changed by anybody: only the pod's own field is certain. Accounts are judged by `no-account-token-automount`.
 */
export const noTokenAutomount = definePolicy({
  id: "no-token-automount",
  title: "Pods must not get a service-account token by default",
  rationale: "Most processes never call the API server; their token is a credential that only an intruder uses.",
  remediation:
    "Set automountServiceAccountToken to false on the pod. Where the API is needed, project a token of short life into the one container that calls it.",
  fix: "set automountServiceAccountToken to false; project a token where the API is called",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-21", "CIS-K8S-5.1.6", "CIS-EKS-4.1.6"],
  fixable: true,
  examples: {
    good: [
      { name: "false", spec: { automountServiceAccountToken: false, containers: [{ name: "app" }] } },
      {
        name: "false, and a projected token",
        spec: {
          automountServiceAccountToken: false,
          containers: [{ name: "app" }],
          volumes: [
            { name: "token", projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 900 } }] } },
          ],
        },
      },
    ],
    bad: [
      {
        name: "unset",
        spec: { serviceAccountName: "web", containers: [{ name: "app" }] },
        message:
          "pod must set automountServiceAccountToken=false (spec). Fix: set automountServiceAccountToken to false; project a token where the API is called.",
      },
      {
        name: "true, which wins over the account",
        spec: { automountServiceAccountToken: true, containers: [{ name: "app" }] },
        message:
          "pod must not set automountServiceAccountToken=true (spec.automountServiceAccountToken). Fix: set automountServiceAccountToken to false; project a token where the API is called.",
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    onPod(workload, ({ automountServiceAccountToken }) => {
      if (automountServiceAccountToken === false) return undefined;
      return automountServiceAccountToken === undefined
        ? { missing: "must set automountServiceAccountToken=false", fix: FIX }
        : { must: "must not set automountServiceAccountToken=true", at: "automountServiceAccountToken", fix: FIX };
    }),
});
