const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration as Go writes it, e.g. `1h30m`; a number alone is seconds. */
export function secondsOf(value: string): number {
  let seconds = 0;
  for (const [, count, unit = "s"] of value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)?/g))
    seconds += Number(count) * (SECONDS[unit] ?? 0);
  return seconds;
}
