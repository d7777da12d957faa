import type { Random } from "./random.js";

/** Absent or not set; written as `null` now and then, which the API takes for the same. */
export const ABSENT = undefined;
const WRITTEN_NULL = 0.03;

/** How one pod is drawn. */
export interface Draw extends Random {
  /** One of the values that no check minds, or with the pod's carelessness one of the others. */
  readonly either: <G, B>(good: readonly G[], bad: readonly B[]) => G | B;
  /** An object with these fields, without those that are absent. */
  readonly fields: (values: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** What `draw` draws, or nothing. */
  readonly maybe: <T>(probability: number, draw: () => T) => T | undefined;
}

/** How often a value that a check may mind is drawn; the last makes pods that fail one check, or none. */
const CARELESSNESS = [0.6, 0.25, 0.05, 0.01] as const;

/** Draws one pod: some fail nearly everything, some nothing, so that every check is met alone and in company. */
export function drawOf(random: Random): Draw {
  const carelessness = random.pick(CARELESSNESS);
  return {
    ...random,
    either: (good, bad) => (random.chance(carelessness) ? random.pick(bad) : random.pick(good)),
    maybe: (probability, draw) => (random.chance(probability) ? draw() : undefined),
    fields: (values) => {
      const result: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(values))
        if (value !== ABSENT) result[key] = value;
        else if (random.chance(WRITTEN_NULL)) result[key] = null;
      return result;
    },
  };
}
