import { type CachedPrograms, cacheFolder, findBuilt } from "./cache.js";
import { FAMILIES, programsOf } from "./catalogue.js";
import { findGo, type Go } from "./go.js";
import { allowsOfficialRelease, findOfficialRelease } from "./official-release.js";
import { type PinnedFamily, readPinned } from "./pinned-module.js";
import { PROGRAMS, type ResolvedProgram } from "./program.js";
import { fromFolder, fromPath, isComplete } from "./search.js";

export interface PlanOptions {
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: RAMPART_CACHE_DIR, or the user's cache folder of `rampart`. */
  readonly cacheDirectory?: string;
  /** Folder of the pinned modules; default: that of this package. */
  readonly modules?: string;
}

/** What is there without downloading or building anything, and what is not. */
export interface Plan {
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
  readonly found: ReadonlyMap<string, ResolvedProgram>;
  /** Why something on PATH was not taken. */
  readonly rejected: ReadonlyMap<string, string>;
  /** Families that lack a program. */
  readonly missing: readonly PinnedFamily[];
  /** Looked for only when PATH does not have everything; `undefined` where there is none. */
  readonly go: Go | undefined;
}

/**
 * Looks in the folder, on PATH and in the cache.
 * @throws ToolchainError when RAMPART_TOOLCHAIN_DIR lacks a program.
 */
export async function planToolchain(options: PlanOptions = {}): Promise<Plan> {
  const env = options.env ?? process.env;
  const cache = options.cacheDirectory ?? cacheFolder(env);
  const families = FAMILIES.map((family) => readPinned(family, options.modules));
  const found = new Map<string, ResolvedProgram>();
  const rejected = new Map<string, string>();
  const plan = (go?: Go): Plan => {
    const missing = families.filter((family) => !isComplete(family, found));
    return { env, cache, found, rejected, missing, go };
  };

  const folder = env.RAMPART_TOOLCHAIN_DIR;
  if (folder) {
    const resolved = await Promise.all(PROGRAMS.map((program) => fromFolder(program, folder)));
    for (const program of resolved) found.set(program.program, program);
    return plan();
  }
  await Promise.all(
    families.flatMap((family) =>
      programsOf(family).map(async (program) => {
        const finding = await fromPath(program, family, env);
        if (finding.resolved) found.set(program, finding.resolved);
        if (finding.rejected) rejected.set(program, finding.rejected);
      }),
    ),
  );
  if (plan().missing.length === 0) return plan();
  const go = await findGo(env);
  lookInCache(plan(go));
  return plan(go);
}

/** Adds what the cache has to `found`; done once more when the lock is held, since another run may have filled it. */
export function lookInCache({ cache, env, found, missing, go, rejected }: Plan): void {
  const known = found as Map<string, ResolvedProgram>;
  const add = (programs: CachedPrograms, what: string): void => {
    for (const [program, { path, version }] of Object.entries(programs))
      if (!known.has(program))
        known.set(program, { program, path, version, source: "cache", reason: because(what, rejected.get(program)) });
  };
  for (const family of missing) {
    if (family.name === "pulumi" && allowsOfficialRelease(env))
      add(findOfficialRelease(cache), "the official release, from the cache");
    add(findBuilt(cache, family, go?.version), "built from pinned modules, from the cache");
  }
}

/** A reason with the reason why nothing better was taken. */
export function because(reason: string, rejected: string | undefined): string {
  return rejected === undefined ? reason : `${reason}; ${rejected}`;
}
