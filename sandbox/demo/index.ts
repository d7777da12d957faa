import { resolve } from "node:path";
import { type Cluster, startCluster, temporaryFolder } from "../cluster.js";
import { createEngine } from "../engine.js";
import { type EngineRun, runEngine } from "../engine-run.js";
import type { Toolchain } from "../toolchain/index.js";
import { audit } from "./audit.js";
import { bypass } from "./bypass.js";
import { ciphertext } from "./ciphertext.js";
import { controlPlane } from "./control-plane.js";
import { deploy } from "./deploy.js";
import { refuse } from "./refuse.js";
import { type DemoContext, type DemoStep, must } from "./step.js";

export { DemoFailure } from "./step.js";

/** In order: the audit step looks for what the bypass step caused. */
const STEPS: readonly DemoStep[] = [controlPlane, deploy, refuse, bypass, ciphertext, audit];

/** The same stack with `privilegedWorkload: true`; a file of its own, so that no run changes the tracked one. */
const PRIVILEGED_CONFIG = "stacks/Pulumi.sandbox-privileged.yaml";

const REPOSITORY = resolve(__dirname, "../../..");

/** Told what happens, as it happens. */
export interface DemoWatcher {
  readonly begins: (title: string) => void;
  /** A part of the running step; replaced by the next one. */
  readonly progresses: (what: string) => void;
  /** The step behaved; `lines` state what was observed. */
  readonly observed: (lines: readonly string[], milliseconds: number) => void;
}

/**
 * The main job from end to end on a control plane of its own: hardened stack up, bad workload refused twice.
 * @param signal ends the demonstration early, with everything it started.
 * @returns the number of steps, all of which behaved.
 * @throws DemoFailure with the reason at the first step that does not behave.
 */
export async function demonstrate(toolchain: Toolchain, watcher: DemoWatcher, signal: AbortSignal): Promise<number> {
  const { folder, remove } = temporaryFolder();
  let cluster: Cluster | undefined;
  try {
    watcher.begins("A control plane boots from our own hardened files");
    const started = Date.now();
    cluster = await startCluster({ toolchain, folder, onStep: watcher.progresses, signal });
    watcher.observed(
      [`${Object.keys(cluster.pids).join(", ")}`, `API server ready at ${cluster.server}`],
      Date.now() - started,
    );
    const died = new AbortController();
    cluster.failure.catch((error: Error) => died.abort(error));
    const ending = AbortSignal.any([signal, died.signal]);
    const context = await prepare(toolchain, cluster, ending);
    for (const step of STEPS) {
      watcher.begins(step.title);
      const begin = Date.now();
      const lines = await step.run(context).catch((error: unknown) => {
        // A step that fails because the cluster died or the user left says so.
        ending.throwIfAborted();
        throw error;
      });
      ending.throwIfAborted();
      watcher.observed(lines, Date.now() - begin);
    }
    return STEPS.length + 1;
  } finally {
    await cluster?.stop();
    remove();
  }
}

async function prepare(toolchain: Toolchain, cluster: Cluster, signal: AbortSignal): Promise<DemoContext> {
  const engine = await createEngine(toolchain, cluster.folder, cluster.kubeconfig);
  const run = (...args: readonly string[]) =>
    runEngine({ executable: engine.pulumi, env: engine.env, cwd: REPOSITORY, args, signal });
  const pulumi = (...args: readonly string[]) => run(...args, "--stack", "sandbox");
  const init = await run("stack", "init", "sandbox");
  must(init.code === 0, `pulumi stack init exited with ${init.code}:\n${init.output}`);
  let privileged: Promise<EngineRun> | undefined;
  const privilegedPreview = () => {
    privileged ??= pulumi("preview", "--config-file", PRIVILEGED_CONFIG, "--policy-pack", "policy-pack");
    return privileged;
  };
  return { cluster, engine, pulumi, privilegedPreview };
}
