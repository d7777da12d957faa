/**
 * The Pod Security Standards, check by check, with the ids of k8s.io/pod-security-admission.
 * `since`: the Kubernetes version whose standard first had the check.
 */
export const POD_SECURITY_STANDARDS = [
  {
    id: "PSS:allowPrivilegeEscalation",
    title: "Privilege Escalation",
    level: "restricted",
    reach: "policy",
    since: "1.8",
  },
  { id: "PSS:appArmorProfile", title: "AppArmor", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:capabilities_baseline", title: "Capabilities", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:capabilities_restricted", title: "Capabilities", level: "restricted", reach: "policy", since: "1.22" },
  { id: "PSS:hostNamespaces", title: "Host Namespaces", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:hostPathVolumes", title: "HostPath Volumes", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:hostPorts", title: "Host Ports", level: "baseline", reach: "policy", since: "1.0" },
  {
    id: "PSS:hostProbesAndHostLifecycle",
    title: "Host Probes / Lifecycle Hooks",
    level: "baseline",
    reach: "policy",
    since: "1.34",
  },
  { id: "PSS:privileged", title: "Privileged Containers", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:procMount", title: "/proc Mount Type", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:procMount_restricted", title: "/proc Mount Type", level: "restricted", reach: "policy", since: "1.35" },
  { id: "PSS:restrictedVolumes", title: "Volume Types", level: "restricted", reach: "policy", since: "1.0" },
  { id: "PSS:runAsNonRoot", title: "Running as Non-root", level: "restricted", reach: "policy", since: "1.0" },
  { id: "PSS:runAsUser", title: "Running as Non-root user", level: "restricted", reach: "policy", since: "1.23" },
  { id: "PSS:seccompProfile_baseline", title: "Seccomp", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:seccompProfile_restricted", title: "Seccomp", level: "restricted", reach: "policy", since: "1.19" },
  { id: "PSS:seLinuxOptions", title: "SELinux", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:sysctls", title: "Sysctls", level: "baseline", reach: "policy", since: "1.0" },
  { id: "PSS:windowsHostProcess", title: "HostProcess", level: "baseline", reach: "policy", since: "1.0" },
] as const;
