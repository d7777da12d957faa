import type { Exemption } from "../exemptions.js";
import type { StatedExemptions } from "../selection.js";
import { statedExemption } from "./statement.js";

/**
 * The exemptions that configurations state, of the stack or of a `--policy-pack-config` file.
 *
 * @param ids of all policies.
 * @throws ConfigurationError for the first entry that cannot be read: none of them is taken then.
 */
export const exemptionsIn = (sources: readonly StatedExemptions[] = [], ids: readonly string[]): Exemption[] =>
  sources.flatMap(({ channel, statedAt, value }) =>
    value.map((entry, index) => {
      const key = channel === "file" ? "rampart.exemptions" : "rampart:exemptions";
      return statedExemption(withDay(entry), { channel, statedAt: `${statedAt}: ${key}[${index}]`, ids });
    }),
  );

/** What Pulumi makes of a day without quotes, which it reads as a time. */
const TIME = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/;

function withDay(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || !("expires" in entry)) return entry;
  const [, expires = entry.expires] = TIME.exec(String(entry.expires)) ?? [];
  return { ...entry, expires };
}
