import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";

/** A level of the Pod Security Standards. */
export enum PodSecurity {
  /** Nothing is refused; for node agents only. */
  Privileged = "privileged",
  /** Known escalations are refused. */
  Baseline = "baseline",
  /** Today's best practice. */
  Restricted = "restricted",
}

/** Whose namespace it is, which decides how much is refused there. */
export enum NamespaceTier {
  /** Applications: everything is refused that was not asked for. */
  Tenant = "tenant",
  /** What applications share, such as ingress and monitoring: Pod Security `baseline`, and room for it. */
  Platform = "platform",
  /** Node agents and what the cluster itself is made of: they need the node, so Pod Security refuses nothing. */
  System = "system",
}

/** What a tier has where the caller says nothing. */
export interface TierDefaults {
  /** Level that the API server enforces. */
  readonly podSecurity: PodSecurity;
  /** Level at which it warns and writes to the audit log. */
  readonly told: PodSecurity;
  /** Sums that all pods together may ask for; absent where a limit would stop node agents on a cluster that grows. */
  readonly quota?: { readonly cpu: string; readonly memory: string; readonly pods: number };
  /** Limits of a container without any; a node agent that is cut off takes its node with it. */
  readonly limits?: { readonly cpu: string; readonly memory: string };
}

export const TIERS: Readonly<Record<NamespaceTier, TierDefaults>> = {
  [NamespaceTier.Tenant]: {
    podSecurity: PodSecurity.Restricted,
    told: PodSecurity.Restricted,
    quota: { cpu: "4", memory: "8Gi", pods: 50 },
    limits: { cpu: "500m", memory: "256Mi" },
  },
  [NamespaceTier.Platform]: {
    podSecurity: PodSecurity.Baseline,
    told: PodSecurity.Restricted,
    quota: { cpu: "32", memory: "64Gi", pods: 500 },
    limits: { cpu: "500m", memory: "256Mi" },
  },
  [NamespaceTier.System]: { podSecurity: PodSecurity.Privileged, told: PodSecurity.Baseline },
};

/** Version of the Pod Security Standards, where no other is asked for. */
export const NEWEST_POD_SECURITY = `v${KUBERNETES_VERSIONS.newest}`;
