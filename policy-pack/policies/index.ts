import type { NonEmpty, Policy } from "../policy.js";
import { noHostNamespaces } from "./workload/no-host-namespaces.js";
import { noHostPathVolumes } from "./workload/no-host-path-volumes.js";
import { noHostPorts } from "./workload/no-host-ports.js";
import { noPrivilegeEscalation } from "./workload/no-privilege-escalation.js";
import { noPrivilegedContainers } from "./workload/no-privileged-containers.js";
import { noProbeHosts } from "./workload/no-probe-hosts.js";
import { noRootUser } from "./workload/no-root-user.js";
import { noUnmaskedProc } from "./workload/no-unmasked-proc.js";
import { noWindowsHostProcess } from "./workload/no-windows-host-process.js";
import { requireDroppedCapabilities } from "./workload/require-dropped-capabilities.js";
import { requireRunAsNonRoot } from "./workload/require-run-as-non-root.js";
import { requireSeccompProfile } from "./workload/require-seccomp-profile.js";
import { restrictAddedCapabilities } from "./workload/restrict-added-capabilities.js";
import { restrictApparmorProfiles } from "./workload/restrict-apparmor-profiles.js";
import { restrictProcMount } from "./workload/restrict-proc-mount.js";
import { restrictSeccompProfiles } from "./workload/restrict-seccomp-profiles.js";
import { restrictSelinuxOptions } from "./workload/restrict-selinux-options.js";
import { restrictSysctls } from "./workload/restrict-sysctls.js";
import { restrictVolumeTypes } from "./workload/restrict-volume-types.js";

/** Every policy, sorted by id. */
export const policies: NonEmpty<Policy> = [
  noHostNamespaces,
  noHostPathVolumes,
  noHostPorts,
  noPrivilegeEscalation,
  noPrivilegedContainers,
  noProbeHosts,
  noRootUser,
  noUnmaskedProc,
  noWindowsHostProcess,
  requireDroppedCapabilities,
  requireRunAsNonRoot,
  requireSeccompProfile,
  restrictAddedCapabilities,
  restrictApparmorProfiles,
  restrictProcMount,
  restrictSeccompProfiles,
  restrictSelinuxOptions,
  restrictSysctls,
  restrictVolumeTypes,
];
