import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { lock } from "proper-lockfile";
import { ClusterError } from "./cluster-error.js";
import { ask, type SandboxStatus } from "./control-socket.js";
import type { SupervisorOrder, SupervisorReport } from "./supervisor.js";
import type { Toolchain } from "./toolchain/index.js";

/** Where the supervisor leaves the reason when a program ended by itself; removed by the next `up` or `down`. */
export const failureFile = (home: string): string => `${home}.failure`;

export interface UpArgs {
  readonly home: string;
  readonly toolchain: Toolchain;
  /** Loopback port of the API server. @default a free one */
  readonly port?: number;
  readonly onStep?: (step: string) => void;
}

/**
 * Starts the sandbox in the background, or finds it running: calling it twice, even at once, gives one cluster.
 * @throws ClusterError when the control plane does not come up.
 */
export async function up({
  home,
  toolchain,
  port,
  onStep = () => {},
}: UpArgs): Promise<SandboxStatus & { started: boolean }> {
  mkdirSync(dirname(home), { recursive: true, mode: 0o700 });
  const release = await lock(home, { realpath: false, retries: { retries: 120, minTimeout: 250, maxTimeout: 1000 } });
  try {
    const running = await ask(home, "status");
    if (running) return { ...running, started: false };
    removeRemains(home);
    await startSupervisor({ home, toolchain, port }, onStep);
    const status = await ask(home, "status");
    if (status === undefined) throw new ClusterError("The sandbox started, but does not answer.");
    return { ...status, started: true };
  } finally {
    await release();
  }
}

/** What runs now; undefined when nothing does. */
export const status = (home: string): Promise<SandboxStatus | undefined> => ask(home, "status");

/** Why the last sandbox ended, if it ended by itself. */
export function lastFailure(home: string): string | undefined {
  return existsSync(failureFile(home)) ? readFileSync(failureFile(home), "utf8").trimEnd() : undefined;
}

/** Ends the sandbox and removes every file of it. @returns whether one was running. */
export async function down(home: string): Promise<boolean> {
  const stopped = await ask(home, "stop");
  removeRemains(home);
  return stopped !== undefined;
}

function removeRemains(home: string): void {
  rmSync(home, { recursive: true, force: true });
  rmSync(failureFile(home), { force: true });
}

function startSupervisor(order: SupervisorOrder, onStep: (step: string) => void): Promise<void> {
  const child = fork(join(__dirname, "supervisor.js"), {
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.send(order);
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new ClusterError(`The sandbox's supervisor ended with code ${code}.`));
    child.once("exit", ended).once("error", reject);
    child.on("message", (message: SupervisorReport) => {
      if ("step" in message) return onStep(message.step);
      child.off("exit", ended);
      child.disconnect();
      child.unref();
      if ("error" in message) reject(new ClusterError(message.error));
      else resolve();
    });
  });
}
