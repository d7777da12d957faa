import type { Authority } from "./oracle.js";

/** How often a check was met. */
export interface CheckCoverage {
  readonly check: string;
  /** Pods that fail it at one version at least, and pods that pass it at all versions that have it. */
  readonly failed: number;
  readonly passed: number;
  /** Changes of the check's rules for which no pod showed a difference, as minor versions. */
  readonly unseenChanges: readonly number[];
}

/** Counts verdicts, so that a check that says the same of every pod is not taken for proven. */
export function coverage(authority: Authority, first: number) {
  const failed = authority.checks.map(() => 0);
  const seen = authority.checks.map(() => 0);
  let pods = 0;
  return {
    add(theirs: readonly number[]): void {
      pods += 1;
      for (const [index, set] of theirs.entries()) {
        if (set !== 0) failed[index] = (failed[index] ?? 0) + 1;
        // Bit n: the verdict at version n is not that at the version before.
        seen[index] = (seen[index] ?? 0) | (set ^ (set << 1));
      }
    },
    summary: (): CheckCoverage[] =>
      authority.checks.map((check, index) => ({
        check,
        failed: failed[index] ?? 0,
        passed: pods - (failed[index] ?? 0),
        unseenChanges: (authority.changes[index] ?? []).filter(
          (minor) => (((seen[index] ?? 0) >> (minor - first)) & 1) === 0,
        ),
      })),
  };
}

/** Whether the check both failed and passed, and every change of its rules showed. */
export const isCovered = ({ failed, passed, unseenChanges }: CheckCoverage): boolean =>
  failed > 0 && passed > 0 && unseenChanges.length === 0;
