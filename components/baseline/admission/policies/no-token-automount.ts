import { onPod, podPolicy } from "../cel/pods.js";

export const noTokenAutomount = podPolicy({
  id: "no-token-automount",
  checks: [
    onPod(
      "variables.pod.?automountServiceAccountToken.orValue(true) != false",
      "must set automountServiceAccountToken=false",
    ),
  ],
  fix: "set automountServiceAccountToken to false; project a token where the API is called",
});
