import type { AdmissionPolicy } from "../policy.js";
import { noHostPathVolumes } from "./no-host-path-volumes.js";
import { noTokenAutomount } from "./no-token-automount.js";
import { requireReadOnlyRootFilesystem } from "./require-read-only-root-filesystem.js";

/** Every policy that the API server can decide by, sorted by id. */
export const ADMISSION_POLICIES: readonly AdmissionPolicy[] = [
  noHostPathVolumes,
  noTokenAutomount,
  requireReadOnlyRootFilesystem,
];
