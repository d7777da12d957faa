/** One minor version of Kubernetes on Amazon EKS; days in UTC, on which the next state has begun. */
export interface EksVersion {
  /** End of standard support: from that day on it costs more, or AWS upgrades the cluster. */
  readonly standardUntil: string;
  /** End of extended support: from that day on AWS upgrades the cluster at a time of its own. */
  readonly extendedUntil: string;
}

/**
 * What AWS supports.
 * Source: docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, "Amazon EKS Kubernetes release calendar".
 */
export const EKS_VERSIONS = {
  /** Day on which these values were looked up. */
  asOf: "2026-11-25",
  /** By minor version; older ones have ended, of newer ones nothing was known. */
  versions: {
    "1.30": { standardUntil: "2025-07-23", extendedUntil: "2026-07-23" },
    "1.31": { standardUntil: "2025-11-26", extendedUntil: "2026-11-26" },
    "1.32": { standardUntil: "2026-03-23", extendedUntil: "2027-03-23" },
    "1.33": { standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
    "1.34": { standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
    "1.35": { standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
    "1.36": { standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
  } satisfies Readonly<Record<string, EksVersion>>,
} as const;

/** The newest of them, `1.N`. */
export const NEWEST_EKS_VERSION = Object.keys(EKS_VERSIONS.versions).sort(byMinor).at(-1) ?? "";

function byMinor(one: string, other: string): number {
  return Number(one.slice(2)) - Number(other.slice(2));
}

/**
 * Types of images for nodes that get no patches any more, by the start of their name, with the day of their end.
 * Source: docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html (Amazon Linux 2: 2025-11-26).
 */
export const ENDED_EKS_IMAGES: readonly { readonly prefix: string; readonly until: string }[] = [
  { prefix: "AL2_", until: "2025-11-26" },
];
