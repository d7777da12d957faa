import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { startCluster } from "./cluster.js";
import { CERTIFICATE_DAYS } from "./control-plane/pki.js";
import { listen } from "./control-socket.js";
import { failureFile } from "./lifecycle.js";
import type { Toolchain } from "./toolchain/index.js";

/** What `up` sends to the supervisor, once. */
export interface SupervisorOrder {
  readonly home: string;
  readonly toolchain: Toolchain;
  readonly port?: number;
}

/** What the supervisor tells `up` until it is ready or has failed. */
export type SupervisorReport = { readonly step: string } | { readonly ready: true } | { readonly error: string };

const report = (message: SupervisorReport): void => {
  if (process.connected) process.send?.(message);
};

/** Runs a sandbox in the background until it is told to stop or a program ends. */
async function supervise({ home, toolchain, port }: SupervisorOrder): Promise<void> {
  mkdirSync(home, { mode: 0o700 });
  // Whoever asked for the sandbox left before it was there.
  const abandoned = new AbortController();
  const abandon = () => abandoned.abort(new Error("rampart sandbox up was ended before the sandbox was ready."));
  process.once("disconnect", abandon);
  const { signal } = abandoned;
  const cluster = await startCluster({ toolchain, folder: home, port, onStep: (step) => report({ step }), signal });
  const startedAt = new Date();
  const status = () => ({
    server: cluster.server,
    kubeconfig: cluster.kubeconfig,
    auditLog: cluster.auditLog,
    startedAt: startedAt.toISOString(),
    expiresAt: new Date(startedAt.getTime() + CERTIFICATE_DAYS * 86_400_000).toISOString(),
    pids: { supervisor: process.pid, ...cluster.pids },
    toolchain,
  });
  let ending: Promise<void> | undefined;
  const stop = () => {
    ending ??= cluster.stop().then(() => rmSync(home, { recursive: true, force: true }));
    return ending;
  };
  const socket = await listen(home, status, async () => {
    await stop();
    socket.close();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stop().then(() => process.exit(0)));
  cluster.failure.catch(async (error: Error) => {
    if (ending) return;
    await stop();
    writeFileSync(failureFile(home), `${error.message}\n`, { mode: 0o600 });
    process.exit(1);
  });
  process.off("disconnect", abandon);
  report({ ready: true });
  process.disconnect?.();
}

process.once("message", (order: SupervisorOrder) => {
  supervise(order).catch((error: unknown) => {
    rmSync(order.home, { recursive: true, force: true });
    report({ error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  });
});
