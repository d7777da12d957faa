import { eachLastingContainer, podPolicy } from "../cel/pods.js";

/** A pod as a whole has no such limit. */
export const requireEphemeralStorageLimits = podPolicy({
  id: "require-ephemeral-storage-limits",
  checks: [
    eachLastingContainer(
      '!c.?resources.?limits[?"ephemeral-storage"].hasValue()',
      "must set resources.limits.ephemeral-storage",
    ),
  ],
  fix: "set resources.limits.ephemeral-storage",
  optional: true,
});
