import type { ClusterBaselineArgs, InspectedCluster } from "pulumi-rampart";
import { EnforcementMode } from "pulumi-rampart";
import { isMap, type Kind, statedSettings } from "./stated-settings";

/** What `rampart:baseline` of the stack's configuration may state. */
export interface BaselineSettings extends Omit<ClusterBaselineArgs, "mode" | "cluster"> {
  /** Name of the kubeconfig's context that this stack is for; absent where a stack names the cluster. */
  readonly context?: string;
  /** Stack whose output `kubeconfig` leads to the cluster, e.g. `organization/rampart/eks`. Default: KUBECONFIG does. */
  readonly clusterStack?: string;
  readonly mode: EnforcementMode;
}

const KEYS: Readonly<Record<keyof BaselineSettings, Kind>> = {
  context: "text",
  clusterStack: "text",
  mode: "text",
  namespaces: "map",
  adoptSystemNamespaces: "boolean",
  people: "map",
  admission: "map",
  systemNetwork: "map",
  clusterNetwork: "map",
  auditPhase: "map",
};

/** The stack that names the cluster, where the settings say one; whatever else they say is checked once it is found. */
export function statedClusterStack(stated: unknown): string | undefined {
  const { clusterStack } = isMap(stated) ? stated : {};
  return typeof clusterStack === "string" ? clusterStack : undefined;
}

/**
 * The settings, checked, for the cluster that was found.
 * @throws Error that names the cluster and asks for it, where the settings do not name it; or the mistaken key.
 */
export function baselineSettings(
  stated: unknown,
  { context, server, version, namespaces }: InspectedCluster,
): BaselineSettings {
  const settings = statedSettings("rampart:baseline", stated, KEYS);
  if (settings.clusterStack !== undefined) {
    if (settings.context !== undefined)
      throw new Error("rampart:baseline.context: must not be given beside clusterStack, which names the cluster");
    return { mode: EnforcementMode.Audit, ...settings } as BaselineSettings;
  }
  const found = `the cluster of context "${context}" (${server}, Kubernetes ${version}, ${namespaces.length} namespaces)`;
  if (settings.context !== context)
    throw new Error(
      [
        settings.context === undefined
          ? `This stack would change ${found}.`
          : `This stack is for the context "${settings.context}", but KUBECONFIG leads to ${found}.`,
        `If it is to change that one: pulumi config set --path 'rampart:baseline.context' '${context}'`,
      ].join("\n"),
    );
  return { mode: EnforcementMode.Audit, ...settings, context } as BaselineSettings;
}
