/** Numbers that a field of a schedule takes, in their order (crontab(5), as github.com/robfig/cron/v3 reads it). */
const FIELDS = [
  { name: "minute", least: 0, most: 59, words: [] },
  { name: "hour", least: 0, most: 23, words: [] },
  { name: "day of month", least: 1, most: 31, words: [] },
  { name: "month", least: 1, most: 12, words: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { name: "day of week", least: 0, most: 6, words: "sun mon tue wed thu fri sat".split(" ") },
] as const;
const MACROS = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/** @throws Error where the API server would not take it, naming the field. */
export function checkSchedule(schedule: string): string {
  if (MACROS.includes(schedule)) return schedule;
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length)
    throw new Error(
      `schedule: must have five fields, such as "15 3 * * *", or be one of ${MACROS.join(", ")}, got "${schedule}"`,
    );
  for (const [index, { name, least, most, words }] of FIELDS.entries())
    if (!fields[index]?.split(",").every((part) => isPart(part, least, most, words)))
      throw new Error(
        `schedule: must have a ${name} from ${least} to ${most}, a range, a step or "*", got "${fields[index]}"`,
      );
  return schedule;
}

/** `*`, a number, or a range of them, each with an optional step. */
function isPart(part: string, least: number, most: number, words: readonly string[]): boolean {
  const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
  if (match === null) return false;
  const [, from, to, step] = match;
  const number = (text: string): number => {
    const word = words.indexOf(text.toLowerCase());
    return word >= 0 ? word + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const first = from === undefined ? least : number(from);
  const last = to === undefined ? (from === undefined ? most : first) : number(to);
  return first >= least && first <= last && last <= most && Number(step ?? 1) > 0;
}

/** A name of the time zone database, which the API server has as well; an offset such as `+01:00` is none. */
export function checkTimeZone(timeZone: string): string {
  try {
    if (/^[A-Za-z]/.test(timeZone) && new Intl.DateTimeFormat("en", { timeZone })) return timeZone;
  } catch {
    // RangeError: unknown to this machine.
  }
  throw new Error(`timeZone: must be a name such as "Europe/Berlin", got "${timeZone}"`);
}
