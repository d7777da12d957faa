import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { createEngine, type Engine } from "../../sandbox/engine.js";
import { type EngineRun, runEngine } from "../../sandbox/engine-run.js";
import { REPOSITORY } from "./command.js";
import { toolchain } from "./tiers.js";

/** One of the repository's own stacks, run from where its users run it, with settings of the test. */
export class StackProject {
  private constructor(
    private readonly stack: string,
    /** Temporary; holds the engine's home. */
    readonly folder: string,
    readonly engine: Engine,
  ) {}

  static async create(stack: string, kubeconfig?: string): Promise<StackProject> {
    const folder = mkdtempSync(join(tmpdir(), "rampart-stack-"));
    const engine = await createEngine(await toolchain(), folder, kubeconfig, { plugins: "own" });
    const project = new StackProject(stack, folder, engine);
    // The engine writes the salt of its passphrase into the stack's file, which is the repository's.
    const file = join(REPOSITORY, "stacks", `Pulumi.${stack}.yaml`);
    const text = readFileSync(file, "utf8");
    try {
      const { code, output } = await project.run("stack", "init", stack);
      assert.equal(code, 0, output);
    } finally {
      writeFileSync(file, text);
    }
    return project;
  }

  run(...args: string[]): Promise<EngineRun> {
    return runEngine({ executable: this.engine.pulumi, env: this.engine.env, cwd: REPOSITORY, args });
  }

  /** Runs a command with a configuration in the place of the stack's own. */
  configured(config: Readonly<Record<string, unknown>>, ...args: string[]): Promise<EngineRun> {
    const file = join(this.folder, "Pulumi.test.yaml");
    writeFileSync(file, dump({ config }));
    return this.run(...args, "--stack", this.stack, "--config-file", file);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
