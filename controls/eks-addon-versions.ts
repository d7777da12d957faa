/**
 * Versions of EKS add-ons by the cluster's Kubernetes version, so that the same program makes the same cluster on every day.
 * AWS publishes them only by its API (`aws eks describe-addon-versions`); these are from public records of clusters that ran
 * them: an upgrade from 1.31 to 1.36 on 2026-09-24, and lists read from that API for 1.33 to 1.36 between 2026-09-07 and the day below.
 */
export const EKS_ADDON_VERSIONS = {
  /** Day up to which records were read. */
  asOf: "2026-10-01",
  /** The same for every Kubernetes version below. */
  anyKubernetes: {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.2",
    "metrics-server": "v0.9.0-eksbuild.11",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "snapshot-controller": "v8.6.0-eksbuild.6",
  },
  byKubernetes: {
    "1.33": { "kube-proxy": "v1.33.10-eksbuild.29", coredns: "v1.12.4-eksbuild.38" },
    "1.34": { "kube-proxy": "v1.34.6-eksbuild.29", coredns: "v1.12.4-eksbuild.38" },
    "1.35": { "kube-proxy": "v1.35.3-eksbuild.29", coredns: "v1.13.2-eksbuild.31" },
    "1.36": { "kube-proxy": "v1.36.0-eksbuild.25", coredns: "v1.14.3-eksbuild.23" },
  },
  /**
   * Oldest that can do what we ask of them: a strict mode of network policies (README of the VPC CNI, NETWORK_POLICY_ENFORCING_MODE),
   * Pod Identity (EKS user guide, "Pod Identity Support Reference").
   */
  oldest: { "vpc-cni": "v1.17.1", "aws-ebs-csi-driver": "v1.26.0" },
} as const;
