import { onPod, podPolicy } from "../cel/pods.js";

export const requireRuntimeClass = podPolicy({
  id: "require-runtime-class",
  settings: ["runtimeClasses"],
  checks: [
    onPod(
      'size(variables.runtimeClasses) > 0 && !(variables.pod.?runtimeClassName.orValue("") in variables.runtimeClasses)',
      "must set runtimeClassName to an allowed class",
    ),
  ],
  fix: "set runtimeClassName to an allowed class",
});
