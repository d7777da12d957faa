import { type Cluster, startCluster, temporaryFolder } from "../../sandbox/cluster.js";
import { toolchain } from "./tiers.js";

let shared: { cluster: Promise<Cluster>; remove: () => void } | undefined;

/** One control plane for all suites, started by the first that asks and ended after the last test. */
export function sharedCluster(): Promise<Cluster> {
  if (shared === undefined) {
    const { folder, remove } = temporaryFolder();
    shared = { cluster: toolchain().then((tools) => startCluster({ toolchain: tools, folder })), remove };
  }
  return shared.cluster;
}

/** Ends the shared control plane, if any suite asked for it. */
export async function stopSharedCluster(): Promise<void> {
  await (await shared?.cluster)?.stop();
  shared?.remove();
  shared = undefined;
}
