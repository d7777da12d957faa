import { eachContainer, IS_WINDOWS, podPolicy } from "../cel/pods.js";

export const requireReadOnlyRootFilesystem = podPolicy({
  id: "require-read-only-root-filesystem",
  checks: [
    eachContainer(
      `!(${IS_WINDOWS}) && !c.?securityContext.?readOnlyRootFilesystem.orValue(false)`,
      "must set securityContext.readOnlyRootFilesystem=true",
    ),
  ],
  fix: "set readOnlyRootFilesystem to true, mount an emptyDir to write to",
});
