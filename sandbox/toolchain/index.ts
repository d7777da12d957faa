import { type PlanOptions, planToolchain } from "./plan.js";
import { produce } from "./produce.js";
import { PROGRAMS, type Toolchain, ToolchainError } from "./program.js";
import { type Progress, streamProgress } from "./progress.js";

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
