import type { Exemption } from "../exemptions.js";
import type { Severity } from "../policy.js";
import { idsOf, mappingOf, problem, statedExemption } from "./statement.js";
import { parsedYaml } from "./yaml-lines.js";

/** What the security team allows, for every channel. */
export interface CentralRules {
  /** Ids of policies from which nothing is exempt. */
  readonly neverExempt: ReadonlySet<string>;
  /** How many days from today an exemption may last at most, by the severity of its policy; absent: any number. */
  readonly maximumDays: Readonly<Partial<Record<Severity, number>>>;
}

/** Where no file says otherwise. */
export const NO_RULES: CentralRules = { neverExempt: new Set(), maximumDays: {} };

/** The security team's file. */
export interface CentralFile extends CentralRules {
  readonly exemptions: readonly Exemption[];
}

const KEYS = ["exemptions", "neverExempt", "maximumDays"] as const;
const SEVERITIES = ["critical", "high", "medium", "low"] as const satisfies readonly Severity[];

/**
 * Reads the text of a central file, YAML or JSON.
 *
 * @param name of the file, for messages and for `statedAt`.
 * @param ids of all policies.
 * @throws ConfigurationError for whatever cannot be read, with file and line: half a file might be the half without
 * `neverExempt`.
 */
export function parseCentralFile(text: string, name: string, ids: readonly string[]): CentralFile {
  const { value, lineOf } = parsedYaml(text, name);
  const at = (...path: readonly (string | number)[]): string => `${name}:${lineOf(path)}`;
  if (value === undefined || value === null) throw problem(name, `it states nothing; expected ${KEYS.join(", ")}`);
  const {
    exemptions = [],
    neverExempt = [],
    maximumDays = {},
  } = mappingOf(value, "the file", KEYS, { statedAt: at() });
  if (!Array.isArray(exemptions)) throw problem(at("exemptions"), "exemptions must be a list");
  const none = Array.isArray(neverExempt) && neverExempt.length === 0;
  return {
    exemptions: exemptions.map((entry: unknown, index) =>
      statedExemption(entry, { channel: "file", statedAt: at("exemptions", index), ids }),
    ),
    neverExempt: new Set(none ? [] : idsOf(neverExempt, "neverExempt", { statedAt: at("neverExempt"), ids })),
    maximumDays: capsOf(maximumDays, at("maximumDays")),
  };
}

function capsOf(value: unknown, statedAt: string): CentralRules["maximumDays"] {
  const caps = mappingOf(value, "maximumDays", SEVERITIES, { statedAt });
  for (const [severity, days] of Object.entries(caps))
    if (!Number.isInteger(days) || Number(days) < 0)
      throw problem(statedAt, `maximumDays.${severity} must be a whole number of days`);
  return caps as CentralRules["maximumDays"];
}
