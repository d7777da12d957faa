/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}

/** One thing that was measured several times. */
export interface Measurement {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** What it is held against, in the same unit. */
  readonly against: { readonly what: string; readonly value: number };
}

/** A Markdown table: least, median and greatest value, and the median's ratio to what it is held against. */
export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ what, unit, values, against }) => {
    const shown = (value: number) => value.toFixed(value < 10 ? 2 : 0);
    const ratio = (median(values) / against.value).toFixed(2);
    const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map(shown);
    return `| ${what} (${unit}) | ${least} | ${middle} | ${most} | ${against.what}: ${shown(against.value)} | ${ratio} |`;
  });
  return ["| what | least | median | most | against | ratio |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

/** Does a job several times, one after the other. */
export async function repeat<T>(runs: number, job: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < runs; run++) results.push(await job());
  return results;
}
