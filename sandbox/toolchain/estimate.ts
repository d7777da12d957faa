import { existsSync } from "node:fs";
import { join } from "node:path";
import { entriesOf } from "./cache.js";
import { programsOf } from "./catalogue.js";
import { gigabytes, type SpaceNeed } from "./disk-space.js";
import { type Go, runGo } from "./go.js";
import type { PinnedFamily } from "./pinned-module.js";
import { describeTime } from "./progress.js";

/** What building a family costs here: minutes on 2 cores, and megabytes. */
export type Cost = PinnedFamily["cold"];

/** A cold build compiles about so many packages, in all but a quarter of its time; the rest is linking. */
const COLD_PACKAGES = 1000;
const LINKING = 0.25;

/** Whether the sources of a family have been downloaded; Go itself sees to those that are missing nevertheless. */
export function hasModules(family: PinnedFamily, go: Go): boolean {
  return existsSync(join(go.moduleCache, `${family.module}@v${family.version}`));
}

/** Arguments that make Go print one line for each package that has to be compiled. */
export function listStale(family: PinnedFamily): string[] {
  const packages = Object.values(family.packages);
  return ["list", "-deps", ...family.flags, "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", ...packages];
}

export const countLines = (text: string): number => text.split("\n").filter(Boolean).length;

/** What building costs, given what Go's caches hold already. */
export async function estimate(family: PinnedFamily, go: Go, signal: AbortSignal): Promise<Cost> {
  const { cold } = family;
  if (!hasModules(family, go)) return cold;
  const { ok, stdout } = await runGo(go, listStale(family), { cwd: family.folder, signal });
  const stale = Math.max(countLines(stdout) - programsOf(family).length, 0);
  const compiled = ok ? Math.min(stale / COLD_PACKAGES, 1) : 1;
  return {
    minutes: cold.minutes * (LINKING + (1 - LINKING) * compiled),
    modules: 0,
    objects: cold.objects * compiled,
    programs: cold.programs,
  };
}

/** The sum of several costs. */
export function total(costs: readonly Cost[]): Cost {
  const sum = (key: keyof Cost): number => costs.reduce((all, cost) => all + cost[key], 0);
  return { minutes: sum("minutes"), modules: sum("modules"), objects: sum("objects"), programs: sum("programs") };
}

/** For example `about 10 min on 2 cores, 0.5 GB of disk and 4.1 GB in Go's caches`. */
export function describeCost({ minutes, modules, objects, programs }: Cost): string {
  const time = `${describeTime(minutes * 60)} on 2 cores`;
  const own = `${gigabytes(programs)} of disk`;
  const caches = modules + objects;
  return caches < 50 ? `${time} and ${own}` : `${time}, ${own} and ${gigabytes(caches)} in Go's caches`;
}

/** Where a build writes how much. */
export function spaceNeeds({ modules, objects, programs }: Cost, go: Go, cache: string): SpaceNeed[] {
  return [
    { folder: go.moduleCache, megabytes: modules, movedBy: "GOMODCACHE" },
    { folder: go.buildCache, megabytes: objects, movedBy: "GOCACHE" },
    { folder: entriesOf(cache), megabytes: programs, movedBy: "RAMPART_CACHE_DIR" },
  ];
}
