import { spawn } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { toolchain } from "./tiers.js";

export const REPOSITORY = resolve(__dirname, "../../..");
const MAIN = resolve(REPOSITORY, "dist/cli/main.js");

export interface CommandRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Over the variables of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: the repository. */
  readonly cwd?: string;
  /** Sends Ctrl-C once, when standard output has this text. */
  readonly interruptAt?: string;
}

/** Runs `rampart ARGS` as a user does. */
export function rampart(
  args: readonly string[],
  { env = {}, cwd = REPOSITORY, interruptAt }: CommandOptions = {},
): Promise<CommandRun> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    let waiting = interruptAt !== undefined;
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        text[stream] += chunk;
        if (!waiting || !text.stdout.includes(interruptAt ?? "")) return;
        waiting = false;
        child.kill("SIGINT");
      });
    child.on("error", failed).on("close", (code) => done({ code, ...text }));
  });
}

/** Variables by which a command finds the programs of this test run, wherever these came from. */
export async function toolchainEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  mkdirSync(folder, { recursive: true });
  for (const { program, path } of Object.values(await toolchain())) symlinkSync(path, resolve(folder, program));
  return { RAMPART_TOOLCHAIN_DIR: folder, RAMPART_PLUGINS: "own" };
}

/** Whether a process of this id runs; one that has ended and waits for its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
