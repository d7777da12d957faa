import { onPod, podPolicy } from "../cel/pods.js";

/** The alias `serviceAccount` is the same as the name by the time that policies see it. */
export const noDefaultServiceAccount = podPolicy({
  id: "no-default-service-account",
  checks: [
    onPod(
      'variables.pod.?serviceAccountName.orValue("") in ["", "default"]',
      "must set serviceAccountName, not to default",
    ),
  ],
  fix: "set serviceAccountName to an account of the workload's own",
});
