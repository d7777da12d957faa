import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { cacheError, writing } from "./cache.js";
import { ToolchainError } from "./program.js";

/** A holder that has not renewed its lock for so long is gone. */
const STALE_MS = 10_000;
const POLL_MS = 500;

export interface LockArgs {
  readonly cache: string;
  /** Called once when somebody else holds the lock. */
  readonly onWait: () => void;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Runs `work` while no other process changes this cache. The lock of a process that was killed ends after 10 s. */
export async function withLock<T>({ cache, onWait, signal }: LockArgs, work: () => Promise<T>): Promise<T> {
  writing(cache, () => mkdirSync(cache, { recursive: true }));
  let waiting = false;
  let release: (() => Promise<void>) | undefined;
  while (release === undefined) {
    release = await tryLock(cache);
    if (release !== undefined) break;
    if (!waiting) onWait();
    waiting = true;
    await sleep(POLL_MS, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    // A lock that is gone already, with a removed cache for example, protects nothing any more.
    await release().catch(() => {});
  }
}

/**
 * Runs `work` with the lock held.
 * @throws ToolchainError at once when somebody else holds it.
 */
export async function withLockOrRefuse<T>(cache: string, work: () => T): Promise<T> {
  const release = await tryLock(cache);
  if (release === undefined)
    throw new ToolchainError(`Another run is building the toolchain in ${cache}; try again when it has ended.`);
  try {
    return work();
  } finally {
    await release().catch(() => {});
  }
}

async function tryLock(cache: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(cache, { lockfilePath: join(cache, "toolchain.lock"), stale: STALE_MS, onCompromised: () => {} });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOCKED") return undefined;
    throw cacheError(cache, error);
  }
}
