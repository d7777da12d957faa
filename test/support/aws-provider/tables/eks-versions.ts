/** Versions of Kubernetes that the pretended EKS offers, oldest first. */
export const EKS_VERSIONS = ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"] as const;

/** The one that a cluster gets whose program names none. */
export const DEFAULT_EKS_VERSION = "1.35";

export const minorOf = (version: unknown): number => Number(/^1\.(\d+)$/.exec(String(version))?.[1]);
