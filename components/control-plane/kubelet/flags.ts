import type { Flags } from "../flags.js";
import type { KubeletConfiguration } from "./configuration.js";

/**
 * A KubeletConfiguration as flags, for RKE2 and K3s, which write a kubelet's file themselves and set authentication,
 * authorization, certificates and kernel defaults in it.
 */
export function kubeletFlags(configuration: KubeletConfiguration): Flags {
  const pairs = (values: object): string =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join(",");
  return {
    "read-only-port": configuration.readOnlyPort,
    "tls-min-version": configuration.tlsMinVersion,
    "tls-cipher-suites": configuration.tlsCipherSuites.join(","),
    "make-iptables-util-chains": configuration.makeIPTablesUtilChains,
    "seccomp-default": configuration.seccompDefault,
    "pod-max-pids": configuration.podPidsLimit,
    "kube-reserved": pairs(configuration.kubeReserved),
    "system-reserved": pairs(configuration.systemReserved),
    "event-qps": configuration.eventRecordQPS,
    "event-burst": configuration.eventBurst,
    "streaming-connection-idle-timeout": configuration.streamingConnectionIdleTimeout,
  };
}
