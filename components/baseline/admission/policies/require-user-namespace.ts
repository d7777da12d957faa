import { IS_WINDOWS, onPod, podPolicy } from "../cel/pods.js";

export const requireUserNamespace = podPolicy({
  id: "require-user-namespace",
  checks: [onPod(`!(${IS_WINDOWS}) && variables.pod.?hostUsers.orValue(true)`, "must set hostUsers=false")],
  fix: "set hostUsers to false",
  optional: true,
});
