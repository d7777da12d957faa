import { allowApiServer, allowFrom, allowFromApiServer, dnsPorts, type NetworkRule } from "./rules.js";

/** Add-ons of kube-system that have addresses of the pods' network. */
export enum AddOn {
  /** CoreDNS or kube-dns. */
  ClusterDns = "cluster-dns",
  /** The metrics server, which asks every kubelet. */
  MetricsServer = "metrics-server",
}

/** Which pods an add-on has, and what they need of the cluster. */
export interface AddOnProfile {
  readonly pods: Readonly<Record<string, string>>;
  readonly rules: readonly NetworkRule[];
}

/** By the labels of kubeadm, EKS, AKS, GKE, RKE2 and K3s for DNS, and of the project's manifests for the metrics server. */
export const ADD_ONS: Readonly<Record<AddOn, AddOnProfile>> = {
  [AddOn.ClusterDns]: {
    pods: { "k8s-app": "kube-dns" },
    rules: [{ ...allowFrom({ anyNamespace: true }), ports: dnsPorts() }, allowApiServer()],
  },
  [AddOn.MetricsServer]: {
    pods: { "k8s-app": "metrics-server" },
    rules: [allowFromApiServer(10_250), allowApiServer()],
  },
};
