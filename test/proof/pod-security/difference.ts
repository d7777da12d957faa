import { type Answer, type Authority, LEVELS, type Level } from "./oracle.js";

/** Where two judges of the same pod do not agree. */
export interface Difference {
  readonly check: string;
  readonly level: Level;
  /** Minor version of Kubernetes 1.x. */
  readonly minor: number;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * The first check, level and version at which the answers differ. Only what a level runs is compared: one may be asked
 * about more than the other's level knows.
 */
export function firstDifference(
  authority: Authority,
  first: number,
  ours: Answer,
  theirs: Answer,
): Difference | undefined {
  if ("error" in ours || "error" in theirs) {
    const said = (answer: Answer): string => ("error" in answer ? answer.error : "judged the pod");
    return { check: "all", level: "baseline", minor: first, ours: said(ours), theirs: said(theirs) };
  }
  for (const level of LEVELS)
    for (const [index, check] of authority.checks.entries()) {
      const run = authority.levels[level][index] ?? 0;
      const differing = ((ours[index] ?? 0) ^ (theirs[index] ?? 0)) & run;
      if (differing === 0) continue;
      const bit = 31 - Math.clz32(differing);
      const verdict = (answer: readonly number[]): string => (((answer[index] ?? 0) >> bit) & 1 ? "fails" : "passes");
      return { check, level, minor: first + bit, ours: verdict(ours), theirs: verdict(theirs) };
    }
  return undefined;
}

/** How many verdicts one pod gives: a check at a level and version each. */
export function verdictsPerPod(authority: Authority): number {
  const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >>> 1));
  return LEVELS.flatMap((level) => authority.levels[level]).reduce((sum, run) => sum + bits(run), 0);
}
