import type { ClusterBaselineArgs } from "../cluster-baseline.js";
import { EnforcementMode } from "../enforcement-mode.js";

/** Parts of a baseline that not every server or mode can have. */
export interface Parts {
  readonly admission: boolean;
  readonly writeDefaults: boolean;
  readonly systemNetwork: boolean;
  readonly clusterNetwork: boolean;
}

/** What of a baseline can be made, and a reason for each part that was asked for and cannot. */
export function leftOut({ mode, cluster, admission = {}, systemNetwork, clusterNetwork }: ClusterBaselineArgs): {
  readonly parts: Parts;
  readonly reasons: readonly string[];
} {
  const enforces = mode === EnforcementMode.Enforce;
  const serves = (kind: string): boolean => cluster === undefined || cluster.served.includes(kind);
  const asked: readonly (readonly [part: keyof Parts, wanted: boolean, what: string, needs: string, can: boolean])[] = [
    ["admission", true, "the admission policies", ...needed("ValidatingAdmissionPolicy", "1.30", serves)],
    [
      "writeDefaults",
      admission.writeDefaults ?? false,
      "the defaults that the API server writes",
      ...needed("MutatingAdmissionPolicy", "1.36", serves),
    ],
    ["systemNetwork", systemNetwork !== undefined, "the rules of kube-system", IN_AUDIT, enforces],
    ["clusterNetwork", clusterNetwork !== undefined, "the cluster's network rules", IN_AUDIT, enforces],
    [
      "clusterNetwork",
      clusterNetwork !== undefined && enforces,
      "the cluster's network rules",
      "the server does not serve ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2)",
      serves("ClusterNetworkPolicy"),
    ],
  ];
  const parts = { admission: false, writeDefaults: false, systemNetwork: false, clusterNetwork: false };
  for (const [part, wanted, , , can] of asked) if (wanted) parts[part] = can;
  const reasons = asked
    .filter(([, wanted, , , can]) => wanted && !can)
    .map(([, , what, needs]) => `Left out: ${what}; ${needs}.`);
  return { parts, reasons };
}

const IN_AUDIT = "in the mode audit nothing is cut off";

const needed = (kind: string, since: string, serves: (kind: string) => boolean) =>
  [`the server does not serve ${kind}, which Kubernetes has since ${since}`, serves(kind)] as const;
