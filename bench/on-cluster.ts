import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, startCluster, temporaryFolder } from "../sandbox/cluster.js";
import { createEngine, type Engine } from "../sandbox/engine.js";
import { resolveToolchain } from "../sandbox/toolchain/index.js";

/** Where a measurement runs. */
export interface Place {
  readonly engine: Engine;
  /** A temporary folder, for projects. */
  readonly folder: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
}

/** Runs a measurement beside a control plane of its own, which ends with it. */
export async function onCluster(measure: (place: Place) => Promise<void>): Promise<void> {
  const toolchain = await resolveToolchain();
  const { folder: own, remove } = temporaryFolder();
  const folder = mkdtempSync(join(tmpdir(), "rampart-bench-"));
  let cluster: Cluster | undefined;
  try {
    cluster = await startCluster({ toolchain, folder: own });
    const engine = await createEngine(toolchain, folder, cluster.kubeconfig, { plugins: "own" });
    await measure({ engine, folder, kubeconfig: cluster.kubeconfig });
  } finally {
    await cluster?.stop();
    remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
