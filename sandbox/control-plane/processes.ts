import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** One program of the control plane, ready to be started. */
export interface Command {
  /** Short name, also of its log file. */
  readonly name: string;
  /** Absolute path of the executable. */
  readonly executable: string;
  readonly args: readonly string[];
}

/** A program ended although nobody asked it to. */
export class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";
}

const REAPER = resolve(__dirname, "../../../sandbox/control-plane/reaper.sh");
/** Last lines of a log that people see when a process ends early. */
const SHOWN_LINES = 8;
const GRACE_MS = 5_000;

/** The variables a control-plane process gets: nothing of the user's, so no stray kubeconfig, proxy or credentials. */
const ENVIRONMENT = (folder: string): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, HOME: folder, TMPDIR: folder });

/** Processes that live exactly as long as this one, or until `stop`. */
export class ProcessGroup {
  private readonly running = new Map<string, ChildProcess>();
  private readonly reaper: ChildProcess;
  private stopping = false;
  private reportFailure: (error: ProcessEnded) => void = () => {};
  /** Rejects with a `ProcessEnded` when a process ends by itself; never resolves. */
  readonly failure: Promise<never>;

  /** @param folder private folder of the group; logs go to `logs/` in it. */
  constructor(private readonly folder: string) {
    mkdirSync(join(folder, "logs"), { recursive: true, mode: 0o700 });
    this.failure = new Promise((_, reject) => {
      this.reportFailure = reject;
    });
    // Whoever waits for something else meanwhile must not be ended by an unhandled rejection.
    this.failure.catch(() => {});
    // Its own session: Ctrl-C in the terminal must not end the one process that cleans up after us.
    this.reaper = spawn("/bin/sh", [REAPER, folder], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.reaper.on("exit", () => this.fail("the process that cleans up after a crash"));
    this.reaper.stdin?.on("error", () => {});
  }

  /** Starts a program; its output goes to its log. */
  start({ name, executable, args }: Command): void {
    const log = openSync(this.logOf(name), "a", 0o600);
    const child = spawn(executable, args, {
      cwd: this.folder,
      env: ENVIRONMENT(this.folder),
      stdio: ["ignore", log, log],
      // A group of its own: Ctrl-C goes to us alone, and we stop the programs in order.
      detached: true,
    });
    closeSync(log);
    this.running.set(name, child);
    if (child.pid !== undefined) this.reaper.stdin?.write(`${child.pid}\n`);
    child.on("error", (error) => this.fail(`${name} (${error.message})`));
    child.on("exit", (code, signal) => {
      this.running.delete(name);
      this.fail(name, signal ?? `exit code ${code}`);
    });
  }

  /** Path of a program's log. */
  logOf(name: string): string {
    return join(this.folder, "logs", `${name}.log`);
  }

  /** Ids of the running programs by name. */
  get pids(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.running].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]])));
  }

  /** Ends all programs, the last started first, each within 5 s. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const child of [...this.running.values()].reverse()) await end(child);
    const gone = new Promise((done) => this.reaper.once("exit", done));
    if (this.reaper.exitCode !== null || this.reaper.signalCode !== null) return;
    this.reaper.stdin?.end("keep\n");
    await gone;
  }

  private fail(name: string, how = ""): void {
    if (this.stopping) return;
    this.reportFailure(
      new ProcessEnded([`${name} ended unexpectedly${how && ` (${how})`}.`, ...this.lastLines(name)].join("\n")),
    );
  }

  private lastLines(name: string): string[] {
    try {
      return readFileSync(this.logOf(name), "utf8")
        .trimEnd()
        .split("\n")
        .slice(-SHOWN_LINES)
        .map((line) => `  ${line.slice(0, 240)}`);
    } catch {
      return [];
    }
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("exit", () => {
      clearTimeout(force);
      done();
    });
    child.kill("SIGTERM");
  });
}
