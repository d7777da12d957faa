import type * as pulumi from "@pulumi/pulumi";
import { oneOf, refuse } from "../../refusal.js";
import { Addons, ClusterAddon } from "../addons.js";
import { InternetAccess } from "../cluster-network.js";
import type { HardenedEksArgs } from "../hardened-eks.js";
import { NETWORK_ADDONS, NetworkAddons } from "../network-addons.js";
import type { Child, Made } from "./made.js";
import { createNodes } from "./nodes.js";

/** Network add-ons, then nodes, then the add-ons that run on nodes; in Auto Mode AWS has the first two. */
export function createCompute(
  child: Child,
  name: string,
  args: HardenedEksArgs,
  { keys, network, cluster }: Made,
): void {
  const { autoMode = false, permissionsBoundary, tags, nodeGroups } = args;
  if (autoMode && nodeGroups !== undefined)
    refuse("nodeGroups", "be left out in Auto Mode, whose nodes are made by AutoModeNodes", Object.keys(nodeGroups));
  if (nodeGroups !== undefined && Object.keys(nodeGroups).length === 0)
    refuse("nodeGroups", "have at least one group, or be left out", nodeGroups);
  const common = {
    clusterName: cluster.clusterName,
    version: cluster.version,
    permissionsBoundary,
    tags,
  };
  const versions = addonVersions(args.addonVersions);
  if (autoMode) return;
  const networkAddons = new NetworkAddons(`${name}-network-addons`, { ...common, versions: versions.network }, child);
  const nodes = createNodes(child.parent, name, {
    nodeGroups: nodeGroups ?? { workers: {} },
    egress: args.egress,
    webhookPorts: args.webhookPorts,
    cluster,
    network,
    hasInternet: args.network.internetAccess !== InternetAccess.None,
    volumesKeyArn: keys.volumesKeyArn,
    permissionsBoundary,
    tags,
    after: [networkAddons],
  });
  new Addons(
    `${name}-addons`,
    { ...common, versions: versions.cluster, volumesKeyArn: keys.volumesKeyArn },
    { ...child, dependsOn: nodes },
  );
}

/** The versions by the component that has the add-on. */
function addonVersions(given: Readonly<Record<string, pulumi.Input<string>>> = {}) {
  const all = [...NETWORK_ADDONS, ...Object.values(ClusterAddon)];
  for (const addon of Object.keys(given)) oneOf("addonVersions", addon, all);
  const those = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(given).filter(([addon]) => names.includes(addon)));
  return { network: those(NETWORK_ADDONS), cluster: those(Object.values(ClusterAddon)) };
}
