import { eachContainer, onPod, podPolicy } from "../cel/pods.js";

/** Root inside a user namespace is nobody outside. */
const HAS_HOST_USERS = "variables.pod.?hostUsers.orValue(true)";

export const noRootGroup = podPolicy({
  id: "no-root-group",
  checks: [
    eachContainer(
      `${HAS_HOST_USERS} && c.?securityContext.?runAsGroup.orValue(1) == 0`,
      "must not set securityContext.runAsGroup=0",
    ),
    onPod(
      `${HAS_HOST_USERS} && (variables.pod.?securityContext.?runAsGroup.orValue(1) == 0 || ` +
        "variables.pod.?securityContext.?fsGroup.orValue(1) == 0 || " +
        "0 in variables.pod.?securityContext.?supplementalGroups.orValue([]))",
      "must not have 0 as securityContext.runAsGroup, fsGroup or in supplementalGroups",
    ),
  ],
  fix: "use a group above 0",
});
