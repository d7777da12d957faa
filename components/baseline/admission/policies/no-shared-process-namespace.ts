import { onPod, podPolicy } from "../cel/pods.js";

export const noSharedProcessNamespace = podPolicy({
  id: "no-shared-process-namespace",
  checks: [onPod("variables.pod.?shareProcessNamespace.orValue(false)", "must not set shareProcessNamespace=true")],
  fix: "remove shareProcessNamespace",
});
