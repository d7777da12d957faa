import { onPod } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** CIS 5.1.5. `serviceAccount` is an alias that counts only where `serviceAccountName` is empty (SetDefaults_PodSpec). */
export const noDefaultServiceAccount = definePolicy({
  id: "no-default-service-account",
  title: "Pods must not run as the default service account",
  rationale: "A right that one pod needs and the default account gets, every pod of the namespace has.",
  remediation: "Make a ServiceAccount for the workload and name it in serviceAccountName.",
  fix: "set serviceAccountName to an account of the workload's own",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-AUTH-12", "NSA-POD-22", "CIS-K8S-5.1.5", "CIS-EKS-4.1.5"],
  examples: {
    good: [
      { name: "an account of its own", spec: { serviceAccountName: "web", containers: [{ name: "app" }] } },
      {
        name: "the alias",
        spec: { serviceAccountName: "", serviceAccount: "web", containers: [{ name: "app" }] },
      },
      {
        name: "the alias, which does not count beside the name",
        spec: { serviceAccountName: "web", serviceAccount: "default", containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message:
          "pod must set serviceAccountName (spec). Fix: set serviceAccountName to an account of the workload's own.",
      },
      {
        name: "default",
        spec: { serviceAccountName: "default", serviceAccount: "web", containers: [{ name: "app" }] },
        message:
          "pod must not set serviceAccountName=default (spec.serviceAccountName). Fix: set serviceAccountName to an account of the workload's own.",
      },
      {
        name: "default by the alias",
        spec: { serviceAccount: "default", containers: [{ name: "app" }] },
        message:
          "pod must not set serviceAccount=default (spec.serviceAccount). Fix: set serviceAccountName to an account of the workload's own.",
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    onPod(workload, (pod) => {
      const field = pod.serviceAccountName ? "serviceAccountName" : "serviceAccount";
      const account = pod[field];
      if (!account) return { missing: "must set serviceAccountName" };
      return account === "default" ? { must: `must not set ${field}=default`, at: field } : undefined;
    }),
});
