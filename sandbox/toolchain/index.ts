import { cacheFolder } from "./cache.js";
import type { Family } from "./catalogue.js";
import { findGo } from "./go.js";
import { readPinned } from "./pinned-module.js";
import { lookInCache, type Plan, type PlanOptions, planToolchain } from "./plan.js";
import { produce } from "./produce.js";
import { PROGRAMS, type ResolvedProgram, type Toolchain, ToolchainError } from "./program.js";
import { type Progress, streamProgress } from "./progress.js";

export { type Family, kubernetesStamps } from "./catalogue.js";
export {
  PROGRAMS,
  type Program,
  type ProgramSource,
  type ResolvedProgram,
  type Toolchain,
  ToolchainError,
} from "./program.js";

export interface ResolveOptions extends PlanOptions {
  /** Shows a build; default: on standard error. */
  readonly progress?: Progress;
}

/**
 * Finds or builds every program. Order: the folder in RAMPART_TOOLCHAIN_DIR, PATH, the cache, for Pulumi the official
 * release, `go build` from the pinned modules.
 * @throws ToolchainError when a program can neither be found nor built.
 */
export async function resolveToolchain(options: ResolveOptions = {}): Promise<Toolchain> {
  const plan = await planToolchain(options);
  if (plan.missing.length > 0) await produce(plan, options.progress ?? streamProgress());
  const resolved = PROGRAMS.map((program) => {
    const found = plan.found.get(program);
    if (found === undefined) throw new ToolchainError(`${program} was neither found nor built.`);
    return [program, found];
  });
  return Object.fromEntries(resolved) as Toolchain;
}

/**
 * Finds the programs of one family that is no part of the sandbox in the cache, or builds them.
 * @param options.modules the folder that has the family's folder.
 * @throws ToolchainError when they are not in the cache and there is no Go, or the build fails.
 */
export async function resolveFamily(
  family: Family,
  options: ResolveOptions & { readonly modules: string },
): Promise<ReadonlyMap<string, ResolvedProgram>> {
  const env = options.env ?? process.env;
  const plan: Plan = {
    env,
    cache: options.cacheDirectory ?? cacheFolder(env),
    found: new Map(),
    rejected: new Map(),
    missing: [readPinned(family, options.modules)],
    go: await findGo(env),
  };
  lookInCache(plan);
  if (plan.found.size === 0) await produce(plan, options.progress ?? streamProgress());
  return plan.found;
}
