import { readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, entriesOf, writing } from "./cache.js";
import { withLockOrRefuse } from "./lock.js";
import type { PlanOptions } from "./plan.js";

/** What a clean-up removed. */
export interface Cleaned {
  readonly folder: string;
  readonly megabytes: number;
}

/**
 * Removes everything that we have put into the cache; `undefined` when there was nothing.
 * @throws ToolchainError while another run is building, or when the folder cannot be changed.
 */
export async function cleanCache(
  options: Pick<PlanOptions, "env" | "cacheDirectory"> = {},
): Promise<Cleaned | undefined> {
  const cache = options.cacheDirectory ?? cacheFolder(options.env ?? process.env);
  const folder = entriesOf(cache);
  const bytes = sizeOf(folder);
  if (bytes === undefined) return undefined;
  await withLockOrRefuse(cache, () => writing(cache, () => rmSync(folder, { recursive: true, force: true })));
  try {
    rmdirSync(cache);
  } catch {
    // The user keeps other things there.
  }
  return { folder, megabytes: bytes / 1_000_000 };
}

/** Bytes of all files below a folder; `undefined` when there is no such folder. */
function sizeOf(folder: string): number | undefined {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  } catch {
    return undefined;
  }
}
