import { EKS_VERSIONS as DATED, NEWEST_EKS_VERSION } from "../../../../controls/eks-versions.js";

/** Versions of Kubernetes that the pretended EKS offers, oldest first. */
export const EKS_VERSIONS: readonly string[] = Object.keys(DATED.versions);

/** The one that a cluster gets whose program names none. */
export const DEFAULT_EKS_VERSION: string = NEWEST_EKS_VERSION;

export const minorOf = (version: unknown): number => Number(/^1\.(\d+)$/.exec(String(version))?.[1]);
