import { buildFamily } from "./build.js";
import { beginEntry, removeUnfinished } from "./cache.js";
import { programsOf } from "./catalogue.js";
import { checkSpace } from "./disk-space.js";
import { type Cost, describeCost, estimate, spaceNeeds, total } from "./estimate.js";
import { type Go, isAtLeast, withTemporaryFolder } from "./go.js";
import { withLock } from "./lock.js";
import { allowsOfficialRelease, installOfficialRelease } from "./official-release.js";
import type { PinnedFamily } from "./pinned-module.js";
import { because, lookInCache, type Plan } from "./plan.js";
import { PROGRAMS, type ResolvedProgram, ToolchainError } from "./program.js";
import type { Progress } from "./progress.js";
import { isComplete } from "./search.js";

/**
 * Downloads or builds what a plan lacks, and adds it to what the plan found.
 * @throws ToolchainError when that cannot be done, or at Ctrl-C.
 */
export async function produce(plan: Plan, progress: Progress): Promise<void> {
  const interruption = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const interrupt = (signal: NodeJS.Signals): void =>
    interruption.abort(
      new ToolchainError(`Ended by ${signal} while the toolchain was made. The next run goes on from here.`),
    );
  for (const signal of signals) process.on(signal, interrupt);
  try {
    await withLock(
      {
        cache: plan.cache,
        signal: interruption.signal,
        onWait: () => progress.begin("Another run is building the toolchain; waiting for it."),
      },
      async () => {
        removeUnfinished(plan.cache);
        try {
          await produceAlone(plan, progress, interruption.signal);
        } finally {
          removeUnfinished(plan.cache);
        }
      },
    );
  } catch (error) {
    // A wait that was ended reports its end, not the reason.
    interruption.signal.throwIfAborted();
    throw error;
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupt);
    progress.end();
  }
}

async function produceAlone(plan: Plan, progress: Progress, signal: AbortSignal): Promise<void> {
  lookInCache(plan);
  const found = plan.found as Map<string, ResolvedProgram>;
  const lacking = (): PinnedFamily[] => plan.missing.filter((family) => !isComplete(family, found));
  if (lacking().some(({ name }) => name === "pulumi") && allowsOfficialRelease(plan.env))
    for (const { path, version } of Object.values(await installOfficialRelease(plan.cache, signal)))
      found.set("pulumi", {
        program: "pulumi",
        path,
        version,
        source: "official-release",
        reason: because("the official release, downloaded", plan.rejected.get("pulumi")),
      });
  const families = lacking();
  if (families.length === 0) return;
  // An interrupted Go leaves its temporary files behind; here they go with the rest.
  const go = withTemporaryFolder(requireGo(plan.go, families), beginEntry(plan.cache, "temporary"));
  const costs = await announce(plan, go, families, progress, signal);
  for (const [index, family] of families.entries()) {
    const later = total(costs.slice(index + 1)).minutes * 60;
    const built = await buildFamily(family, {
      cache: plan.cache,
      go,
      minutes: costs[index]?.minutes ?? family.cold.minutes,
      signal,
      onState: (state) =>
        progress.update({
          ...state,
          family: family.name,
          step: index + 1,
          steps: families.length,
          secondsLeft: state.secondsLeft + later,
        }),
    });
    for (const program of programsOf(family)) {
      const made = built[program];
      if (made === undefined || found.has(program)) continue;
      const reason = because(`built from pinned modules with ${go.version}`, plan.rejected.get(program));
      found.set(program, { program, ...made, source: "built", reason });
    }
  }
}

/** @throws ToolchainError when there is no Go, or it is too old. */
function requireGo(go: Go | undefined, families: readonly PinnedFamily[]): Go {
  const programs = families.flatMap(programsOf).join(", ");
  const isTheSandbox = families.flatMap(programsOf).every((program) => PROGRAMS.some((one) => one === program));
  const otherwise = isTheSandbox
    ? "; or put them into a folder and name it in RAMPART_TOOLCHAIN_DIR. What needs no cluster, such as `rampart check`, works without."
    : ".";
  const oldest = families.map(({ minimumGo }) => minimumGo).reduce((a, b) => (isAtLeast(a, b) ? a : b));
  if (go === undefined)
    throw new ToolchainError(
      `Missing: ${programs}. To have them built, install Go ${oldest} or newer (https://go.dev/dl/)${otherwise}`,
    );
  if (!isAtLeast(go.version, oldest))
    throw new ToolchainError(
      `${go.executable} is ${go.version}; building ${programs} needs Go ${oldest} or newer (https://go.dev/dl/).`,
    );
  return go;
}

/** Says what will be built, and refuses when it would not fit. */
async function announce(
  { cache, rejected }: Plan,
  go: Go,
  families: readonly PinnedFamily[],
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly Cost[]> {
  const costs: Cost[] = [];
  for (const family of families) costs.push(await estimate(family, go, signal));
  const notes = families.flatMap(programsOf).flatMap((program) => {
    const why = rejected.get(program);
    return why === undefined ? [] : [`  (${program}: ${why})`];
  });
  progress.begin(
    [
      "Building from pinned Go modules, once:",
      ...families.map((family) => `  ${programsOf(family).join(", ")} ${family.version}`),
      ...notes,
      `This takes ${describeCost(total(costs))}.`,
    ].join("\n"),
  );
  await checkSpace(spaceNeeds(total(costs), go, cache));
  return costs;
}
