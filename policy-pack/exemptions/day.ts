/** A day of the calendar in UTC, as `2026-12-31`; days compare as texts do. */
export type Day = string;

const MILLISECONDS = 86_400_000;

export const today = (): Day => dayOf(Date.now());

/** Whether the text is a day that there is: four, two and two digits. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** How many days after the first the second is; negative where it is before. */
export const daysBetween = (first: Day, second: Day): number =>
  Math.round((Date.parse(second) - Date.parse(first)) / MILLISECONDS);

export const dayAfter = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * MILLISECONDS);

const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);
