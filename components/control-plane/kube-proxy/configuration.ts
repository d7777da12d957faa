import { oneOf } from "../../refusal.js";

/** How kube-proxy leads connections to Services; both are stable since Kubernetes 1.33. */
export type ProxyMode = "iptables" | "nftables";

export interface KubeProxyConfigurationArgs {
  /** @default "iptables", which every network plugin knows */
  readonly mode?: ProxyMode;
}

/** The file of kube-proxy's `--config` (kubeproxy.config.k8s.io/v1alpha1). */
export interface KubeProxyConfiguration {
  readonly apiVersion: "kubeproxy.config.k8s.io/v1alpha1";
  readonly kind: "KubeProxyConfiguration";
  readonly mode: ProxyMode;
  readonly metricsBindAddress: "127.0.0.1:10249";
  readonly enableProfiling: false;
}

/**
 * A kube-proxy whose metrics only its own machine can read (CIS-K8S-4.3.1).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function kubeProxyConfiguration({ mode = "iptables" }: KubeProxyConfigurationArgs = {}): KubeProxyConfiguration {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: oneOf("mode", mode, ["iptables", "nftables"]),
    metricsBindAddress: "127.0.0.1:10249",
    enableProfiling: false,
  };
}
