import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { findOnPath } from "./executable.js";
import { ToolchainError } from "./program.js";

/** The Go that builds. */
export interface Go {
  readonly executable: string;
  /** For example `go1.26.8`. */
  readonly version: string;
  readonly buildCache: string;
  readonly moduleCache: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface GoResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GoArgs {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Called with each line that Go writes to its standard error. */
  readonly onLine?: (line: string) => void;
}

/** How long Go may take to end after Ctrl-C; it removes its temporary files then. */
const GRACE_S = 5;

/**
 * Ends the group of processes `$1` unless it is told that they have ended: a killed parent runs no clean-up of its own,
 * but the kernel closes its end of our standard input.
 */
const GUARD = `read -r said; [ "$said" = ended ] && exit; kill -INT "-$1"; sleep ${GRACE_S}; kill -KILL "-$1"`;

/** The user's own settings, but nothing that changes what is built, and no other Go than the one that was found. */
function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, GOEXPERIMENT: _experiment, GOBIN: _bin, ...rest } = env;
  return {
    ...rest,
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=readonly -buildvcs=false",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    GO111MODULE: "on",
  };
}

/** The Go on PATH; `undefined` when there is none. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<Go | undefined> {
  const executable = findOnPath("go", env);
  if (executable === undefined) return undefined;
  const settings = goEnvironment(env);
  const names = ["GOVERSION", "GOCACHE", "GOMODCACHE"];
  const { ok, stdout, stderr } = await run(executable, ["env", ...names], settings, { cwd: "/" });
  const [version, buildCache, moduleCache] = stdout.split("\n");
  if (!ok || !version || !buildCache || !moduleCache)
    throw new ToolchainError(`${executable} does not work: ${stderr.trim() || "go env printed nothing"}`);
  return { executable, version, buildCache, moduleCache, env: settings };
}

/** The same Go, with its temporary files in `folder` unless the user has chosen another one. */
export function withTemporaryFolder(go: Go, folder: string): Go {
  return { ...go, env: { ...go.env, GOTMPDIR: go.env.GOTMPDIR || folder } };
}

/**
 * Runs Go in a process group that ends with us.
 * @throws the reason of `signal` when it fires.
 */
export async function runGo(go: Go, args: readonly string[], options: GoArgs): Promise<GoResult> {
  options.signal.throwIfAborted();
  const result = await run(go.executable, args, go.env, options);
  options.signal.throwIfAborted();
  return result;
}

/** Whether a Go version such as `go1.26.8` or `go1.27rc1` is at least `minimum`, such as `1.26.0`. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string): number[] => (/\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
  const found = numbers(version);
  for (const [index, needed] of numbers(minimum).entries()) {
    const difference = (found[index] ?? 0) - needed;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function run(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { cwd, signal, onLine = () => {} }: Partial<GoArgs> & { cwd: string },
): Promise<GoResult> {
  return new Promise((done, reject) => {
    // A group of its own: the compilers that Go started end with it.
    const child = spawn(executable, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const guard = child.pid === undefined ? undefined : startGuard(child.pid);
    const stop = (): void => endGuard(guard, "stop");
    signal?.addEventListener("abort", stop);
    let stdout = "";
    const stderr: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      stderr.push(line);
      onLine(line);
    });
    child.on("error", (error) => reject(new ToolchainError(`${executable} does not start: ${error.message}`)));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", stop);
      endGuard(guard, "ended");
      done({ ok: code === 0, stdout, stderr: stderr.join("\n") });
    });
  });
}

function startGuard(group: number): ChildProcess {
  const guard = spawn("/bin/sh", ["-c", GUARD, "sh", String(group)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.stdin?.on("error", () => {});
  guard.on("error", () => {});
  guard.unref();
  return guard;
}

function endGuard(guard: ChildProcess | undefined, word: "ended" | "stop"): void {
  guard?.stdin?.end(`${word}\n`);
}
