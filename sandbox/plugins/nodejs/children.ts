import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** How long a process may take to leave after a polite signal; the engine gives the host itself 5 s. */
const PATIENCE_MS = 2000;

export interface Exit {
  /** `null` when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly process: ChildProcess;
  /** Settles when the process has ended and its streams are read to their end; rejects when it could not start. */
  readonly exit: Promise<Exit>;
  /** True once `end` was called while the process ran. */
  readonly ending: boolean;
  /** Asks the process to leave, then makes it. Repeating it is harmless. */
  end(signal: NodeJS.Signals): void;
}

/** The processes of one host: none of them may outlive it. */
export class Children {
  private readonly running = new Set<Child>();

  start(command: string, args: readonly string[], options: SpawnOptions): Child {
    const child = start(command, args, options);
    this.running.add(child);
    const forget = () => this.running.delete(child);
    child.exit.then(forget, forget);
    return child;
  }

  /** Ends what still runs; settles when nothing does. */
  async endAll(signal: NodeJS.Signals): Promise<void> {
    const running = [...this.running];
    for (const child of running) child.end(signal);
    await Promise.allSettled(running.map((child) => child.exit));
  }
}

function start(command: string, args: readonly string[], options: SpawnOptions): Child {
  const started = spawn(command, args, options);
  let ending = false;
  let impatience: NodeJS.Timeout | undefined;
  const exit = new Promise<Exit>((ended, failed) => {
    started.on("error", failed);
    started.on("close", (code, signal) => ended({ code, signal }));
    started.on("exit", () => clearTimeout(impatience));
  });
  return {
    process: started,
    exit,
    get ending() {
      return ending;
    },
    end(signal) {
      if (started.exitCode !== null || started.signalCode !== null) return;
      ending = true;
      started.kill(signal);
      impatience ??= setTimeout(() => started.kill("SIGKILL"), PATIENCE_MS);
    },
  };
}
