import type { Cluster } from "../cluster.js";
import type { Engine } from "../engine.js";
import type { EngineRun } from "../engine-run.js";

/** What the steps of the demonstration share. */
export interface DemoContext {
  readonly cluster: Cluster;
  readonly engine: Engine;
  /** Runs `pulumi ARGS` on the sandbox stack. */
  readonly pulumi: (...args: readonly string[]) => Promise<EngineRun>;
  /** The preview, with the pack, of the stack with a privileged workload; run once, judged by two steps. */
  readonly privilegedPreview: () => Promise<EngineRun>;
}

/** One step: does something for real, checks what came of it, and returns what it saw. */
export interface DemoStep {
  readonly title: string;
  /** @returns lines that state what was observed. @throws DemoFailure when it is not as claimed. */
  readonly run: (context: DemoContext) => Promise<readonly string[]>;
}

/** The sandbox did not behave as Rampart claims. */
export class DemoFailure extends Error {
  override readonly name = "DemoFailure";
}

/** States a claim. @throws DemoFailure with `reason` when it does not hold. */
export function must(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new DemoFailure(reason);
}
