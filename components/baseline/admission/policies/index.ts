import type { AdmissionPolicy } from "../policy.js";
import { noDefaultServiceAccount } from "./no-default-service-account.js";
import { noHostPathVolumes } from "./no-host-path-volumes.js";
import { noLatestImages } from "./no-latest-images.js";
import { noRootGroup } from "./no-root-group.js";
import { noSecretsInEnvironment } from "./no-secrets-in-environment.js";
import { noSharedProcessNamespace } from "./no-shared-process-namespace.js";
import { noTokenAutomount } from "./no-token-automount.js";
import { requireEphemeralStorageLimits } from "./require-ephemeral-storage-limits.js";
import { requireImageDigests } from "./require-image-digests.js";
import { requireImagePullAlways } from "./require-image-pull-always.js";
import { requireReadOnlyRootFilesystem } from "./require-read-only-root-filesystem.js";
import { requireResourceLimits } from "./require-resource-limits.js";
import { requireResourceRequests } from "./require-resource-requests.js";
import { requireRunAsIds } from "./require-run-as-ids.js";
import { requireRuntimeClass } from "./require-runtime-class.js";
import { requireUserNamespace } from "./require-user-namespace.js";
import { restrictImageRegistries } from "./restrict-image-registries.js";
import { restrictProjectedTokenLifetime } from "./restrict-projected-token-lifetime.js";

/** Every policy that the API server can decide by, sorted by id. */
export const ADMISSION_POLICIES: readonly AdmissionPolicy[] = [
  noDefaultServiceAccount,
  noHostPathVolumes,
  noLatestImages,
  noRootGroup,
  noSecretsInEnvironment,
  noSharedProcessNamespace,
  noTokenAutomount,
  requireEphemeralStorageLimits,
  requireImageDigests,
  requireImagePullAlways,
  requireReadOnlyRootFilesystem,
  requireResourceLimits,
  requireResourceRequests,
  requireRunAsIds,
  requireRuntimeClass,
  requireUserNamespace,
  restrictImageRegistries,
  restrictProjectedTokenLifetime,
];
