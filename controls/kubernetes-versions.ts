/** What was current on the day below; the only place where a Kubernetes version is stated. */
export const KUBERNETES_VERSIONS = {
  /** Day on which these values were looked up. */
  asOf: "2026-11-24",
  /** Newest minor version; the Pod Security Standards are judged by it unless another is configured. */
  newest: "1.37",
  /** Oldest minor version that control-plane files are written for. */
  oldestControlPlane: "1.33",
} as const;
