import type { NSA_CISA } from "./nsa-cisa/index.js";

/** One control of Kubescape's framework "NSA", by Kubescape's id and name. */
export interface KubescapeControl {
  readonly id: `C-${string}`;
  readonly name: string;
  /** The recommendations of the guide that it examines. */
  readonly examines: readonly [NsaId, ...NsaId[]];
}
type NsaId = (typeof NSA_CISA)[number]["id"];

/** For people who come from Kubescape; its checks of the insecure port and of PodSecurityPolicy are of removed things. */
export const KUBESCAPE_NSA = [
  { id: "C-0002", name: "Prevent containers from allowing command execution", examines: ["NSA-AUTH-11"] },
  { id: "C-0005", name: "API server insecure port is enabled", examines: ["NSA-CP-05"] },
  { id: "C-0012", name: "Applications credentials in configuration files", examines: ["NSA-SEC-01"] },
  { id: "C-0013", name: "Non-root containers", examines: ["NSA-POD-01"] },
  { id: "C-0016", name: "Allow privilege escalation", examines: ["NSA-POD-15"] },
  { id: "C-0017", name: "Immutable container filesystem", examines: ["NSA-POD-04"] },
  { id: "C-0030", name: "Ingress and Egress blocked", examines: ["NSA-NET-05"] },
  { id: "C-0034", name: "Automatic mapping of service account", examines: ["NSA-POD-21"] },
  { id: "C-0035", name: "Administrative Roles", examines: ["NSA-AUTH-08"] },
  { id: "C-0038", name: "Host PID/IPC privileges", examines: ["NSA-POD-11"] },
  { id: "C-0041", name: "HostNetwork access", examines: ["NSA-POD-12"] },
  { id: "C-0044", name: "Container hostPort", examines: ["NSA-POD-12"] },
  { id: "C-0046", name: "Insecure capabilities", examines: ["NSA-POD-16"] },
  { id: "C-0054", name: "Cluster internal networking", examines: ["NSA-NET-05"] },
  { id: "C-0055", name: "Linux hardening", examines: ["NSA-POD-16", "NSA-POD-17", "NSA-POD-18", "NSA-POD-19"] },
  { id: "C-0057", name: "Privileged container", examines: ["NSA-POD-10"] },
  {
    id: "C-0058",
    name: "CVE-2021-25741 - Using symlink for arbitrary host file system access.",
    examines: ["NSA-UPG-01"],
  },
  { id: "C-0059", name: "CVE-2021-25742-nginx-ingress-snippet-annotation-vulnerability", examines: ["NSA-UPG-01"] },
  { id: "C-0066", name: "Secret/etcd encryption enabled", examines: ["NSA-SEC-03"] },
  { id: "C-0067", name: "Audit logs enabled", examines: ["NSA-LOG-01"] },
  { id: "C-0068", name: "PSP enabled", examines: ["NSA-POD-09"] },
  { id: "C-0069", name: "Disable anonymous access to Kubelet service", examines: ["NSA-AUTH-05"] },
  { id: "C-0070", name: "Enforce Kubelet client TLS authentication", examines: ["NSA-AUTH-05"] },
  { id: "C-0270", name: "Ensure CPU limits are set", examines: ["NSA-NET-12"] },
  { id: "C-0271", name: "Ensure memory limits are set", examines: ["NSA-NET-12"] },
  { id: "C-0292", name: "ingress-nginx end of life", examines: ["NSA-UPG-05"] },
] as const satisfies readonly KubescapeControl[];
