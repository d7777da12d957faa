import type { Exemption } from "../exemptions.js";
import { problem, statedExemption } from "./statement.js";

/**
 * The exemptions of `rampart:exemptions` in a stack's configuration.
 *
 * @param value as the engine or the stack's file has it; `undefined` where it is not set.
 * @param placeOf where an entry stands, by its index, e.g. `Pulumi.prod.yaml:7`.
 * @param ids of all policies.
 * @throws ConfigurationError for the first entry that cannot be read: none of them is taken then.
 */
export function exemptionsInStackConfiguration(
  value: unknown,
  ids: readonly string[],
  placeOf: (index: number) => string = (index) => `rampart:exemptions[${index}]`,
): Exemption[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw problem("rampart:exemptions", "it must be a list of exemptions");
  return value.map((entry: unknown, index) =>
    statedExemption(withDay(entry), { channel: "stack configuration", statedAt: placeOf(index), ids }),
  );
}

/** What Pulumi makes of a day without quotes, which it reads as a time. */
const TIME = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/;

function withDay(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || !("expires" in entry)) return entry;
  const [, expires = entry.expires] = TIME.exec(String(entry.expires)) ?? [];
  return { ...entry, expires };
}
