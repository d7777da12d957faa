import { eachContainer, podPolicy } from "../cel/pods.js";

export const requireReadOnlyRootFilesystem = podPolicy({
  id: "require-read-only-root-filesystem",
  checks: [
    eachContainer(
      'variables.pod.?os.?name.orValue("") != "windows" && c.?securityContext.?readOnlyRootFilesystem.orValue(false) != true',
      "must set securityContext.readOnlyRootFilesystem=true",
    ),
  ],
  fix: "set readOnlyRootFilesystem to true, mount an emptyDir to write to",
});
