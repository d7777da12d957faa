import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createEngine } from "../../sandbox/engine.js";
import { toolchain } from "./tiers.js";

export interface EngineRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and standard error in order of arrival. */
  readonly output: string;
}

/** A Pulumi project in a temporary folder with one stack, `dev`, run by the real engine. */
export class EngineProject {
  private constructor(
    readonly directory: string,
    private readonly executable: string,
    /** Variables under which a command finds the engine on PATH and uses its home. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param files project files by relative path; `Pulumi.yaml` defaults to a Node project named `test`.
   * @param kubeconfig path of the kubeconfig that the project sees.
   */
  static async create(files: Readonly<Record<string, string>>, kubeconfig?: string): Promise<EngineProject> {
    const directory = mkdtempSync(join(tmpdir(), "rampart-engine-"));
    const engine = await createEngine(await toolchain(), directory, kubeconfig, { plugins: "own" });
    const project = new EngineProject(join(directory, "project"), engine.pulumi, engine.env);
    const defaults = {
      "Pulumi.yaml": "name: test\nruntime: nodejs\n",
      "package.json": '{"name":"test","main":"index.js"}',
    };
    project.write({ ...defaults, ...files });
    symlinkSync(resolve(__dirname, "../../../node_modules"), join(project.directory, "node_modules"));
    await project.succeed(["stack", "init", "dev"]);
    return project;
  }

  /** Adds or replaces files of the project. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const target = join(this.directory, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }

  /** Runs `pulumi ARGS --non-interactive --color never`; `started` receives the process, for signals. */
  run(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    started?: (kill: (signal: NodeJS.Signals) => void) => void,
  ): Promise<EngineRun> {
    return new Promise((done, failed) => {
      const child = spawn(this.executable, [...args, "--non-interactive", "--color", "never"], {
        cwd: this.directory,
        env: { ...this.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const text = { stdout: "", stderr: "", output: "" };
      for (const stream of ["stdout", "stderr"] as const)
        child[stream].setEncoding("utf8").on("data", (chunk: string) => {
          text[stream] += chunk;
          text.output += chunk;
        });
      child.on("error", failed).on("close", (code) => done({ code, ...text }));
      started?.((signal) => child.kill(signal));
    });
  }

  /** Like `run`, but an exit code other than 0 is an error that carries the output. */
  async succeed(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<EngineRun> {
    const run = await this.run(args, env);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} exited with ${run.code}:\n${run.output}`);
    return run;
  }

  /** The stack's exported deployment: `resources` as the engine stores them. */
  async deployment(): Promise<{ resources?: Record<string, unknown>[] }> {
    return JSON.parse((await this.succeed(["stack", "export"])).stdout).deployment;
  }

  close(): void {
    rmSync(dirname(this.directory), { recursive: true, force: true });
  }
}
