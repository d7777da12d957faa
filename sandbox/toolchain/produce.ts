import { buildFamily, countLines, hasModules, listStale } from "./build.js";
import { entriesOf, removeUnfinished } from "./cache.js";
import { programsOf } from "./catalogue.js";
import { checkSpace, gigabytes } from "./disk-space.js";
import { type Go, isAtLeast, runGo } from "./go.js";
import { withLock } from "./lock.js";
import { allowsOfficialRelease, installOfficialRelease } from "./official-release.js";
import type { PinnedFamily } from "./pinned-module.js";
import { because, lookInCache, type Plan } from "./plan.js";
import { type Program, type ResolvedProgram, ToolchainError } from "./program.js";
import { describeTime, type Progress } from "./progress.js";
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
      () => produceAlone(plan, progress, interruption.signal),
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
  removeUnfinished(plan.cache);
  lookInCache(plan);
  const found = plan.found as Map<Program, ResolvedProgram>;
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
  const go = requireGo(plan.go, families);
  const { minutes } = await announce(plan, go, families, progress, signal);
  for (const [index, family] of families.entries()) {
    const later = minutes.slice(index + 1).reduce((sum, each) => sum + each, 0) * 60;
    const built = await buildFamily(family, {
      cache: plan.cache,
      go,
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
  const oldest = families.map(({ minimumGo }) => minimumGo).reduce((a, b) => (isAtLeast(a, b) ? a : b));
  if (go === undefined)
    throw new ToolchainError(
      `Missing: ${programs}. To have them built, install Go ${oldest} or newer (https://go.dev/dl/); or put them into a ` +
        "folder and name it in RAMPART_TOOLCHAIN_DIR. What needs no cluster, such as `rampart check`, works without.",
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
): Promise<{ minutes: number[] }> {
  const costs: { minutes: number; modules: number; objects: number; programs: number }[] = [];
  for (const family of families) {
    const { cold } = family;
    if (!hasModules(family, go)) {
      costs.push(cold);
      continue;
    }
    const { ok, stdout } = await runGo(go, listStale(family), { cwd: family.folder, signal });
    // Linking takes a quarter of the time or less; a cold build compiles some thousand packages.
    const compiled = ok ? Math.min(countLines(stdout) / 1000, 1) : 1;
    costs.push({
      ...cold,
      minutes: cold.minutes * (0.25 + 0.75 * compiled),
      modules: 0,
      objects: cold.objects * compiled,
    });
  }
  const sum = (key: keyof (typeof costs)[number]): number => costs.reduce((total, cost) => total + cost[key], 0);
  const programs = families.flatMap(programsOf);
  const lines = families.map((family) => `  ${programsOf(family).join(", ")} ${family.version}`);
  const notes = programs.flatMap((program) => {
    const why = rejected.get(program);
    return why === undefined ? [] : [`  (${program}: ${why})`];
  });
  progress.begin(
    [
      "Building from pinned Go modules, once:",
      ...lines,
      ...notes,
      `This takes ${describeTime(sum("minutes") * 60)} on 2 cores, and ${disk(sum)}.`,
    ].join("\n"),
  );
  await checkSpace([
    { folder: go.moduleCache, megabytes: sum("modules"), movedBy: "GOMODCACHE" },
    { folder: go.buildCache, megabytes: sum("objects"), movedBy: "GOCACHE" },
    { folder: entriesOf(cache), megabytes: sum("programs"), movedBy: "RAMPART_CACHE_DIR" },
  ]);
  return { minutes: costs.map(({ minutes }) => minutes) };
}

function disk(sum: (key: "modules" | "objects" | "programs") => number): string {
  const caches = sum("modules") + sum("objects");
  const own = `${gigabytes(sum("programs"))} of disk`;
  return caches < 50 ? own : `${own} and ${gigabytes(caches)} in Go's caches`;
}
