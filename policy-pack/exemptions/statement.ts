import { ConfigurationError, unknownName } from "../configuration-error.js";
import type { Exemption, ExemptionChannel, ExemptionMatch } from "../exemptions.js";
import type { NonEmpty } from "../policy.js";
import { isDay } from "./day.js";

/** Where a statement stands, and what policies there are. */
export interface StatementContext {
  readonly channel: ExemptionChannel;
  /** E.g. `exemptions.yaml:12`. */
  readonly statedAt: string;
  /** Ids of all policies. */
  readonly ids: readonly string[];
}

const KEYS = ["policies", "match", "reason", "owner", "expires"] as const;
const MATCH_KEYS = ["name", "namespace", "type", "urn"] as const;

/**
 * An exemption from what stack configuration or a file has: `{ policies, match, reason, owner, expires }`. A missing
 * reason or owner is an empty one, which is told of later: the rest of the file is read all the same.
 *
 * @throws ConfigurationError naming place and field.
 */
export function statedExemption(value: unknown, context: StatementContext): Exemption {
  const fields = mappingOf(value, "an exemption", KEYS, context);
  return exemptionOf({ ...fields, match: matchOf(fields.match, context) }, context);
}

/** The fields of an exemption, as any channel has them. */
export interface StatedFields {
  readonly policies?: unknown;
  readonly match: ExemptionMatch;
  readonly reason?: unknown;
  readonly owner?: unknown;
  readonly expires?: unknown;
}

/** @throws ConfigurationError naming place and field. */
export function exemptionOf(fields: StatedFields, context: StatementContext): Exemption {
  const { statedAt, channel } = context;
  const { match, expires } = fields;
  const policies = idsOf(fields.policies, "policies", context);
  if (!isDay(expires)) throw problem(statedAt, `expires must be a day such as 2026-12-31, got ${shown(expires)}`);
  const reason = optionalText(fields.reason, "reason", statedAt);
  const owner = optionalText(fields.owner, "owner", statedAt);
  return { policies, match, reason, owner, expires, channel, statedAt };
}

/** @throws ConfigurationError where it is no list of ids, an empty one, or has an id that there is not. */
export function idsOf(value: unknown, field: string, context: Omit<StatementContext, "channel">): NonEmpty<string> {
  const { statedAt, ids } = context;
  if (!Array.isArray(value) || value.length === 0)
    throw problem(statedAt, `${field} must be a list of policy ids, got ${shown(value)}`);
  for (const id of value) {
    if (typeof id !== "string") throw problem(statedAt, `${field} must be a list of policy ids`);
    if (!ids.includes(id)) throw unknownAt(statedAt, "policy", id, ids);
  }
  return value as unknown as NonEmpty<string>;
}

function matchOf(value: unknown, context: StatementContext): ExemptionMatch {
  if (value === undefined || value === null) return {};
  const match = mappingOf(value, "match", MATCH_KEYS, context);
  for (const [key, pattern] of Object.entries(match))
    if (typeof pattern !== "string" || pattern === "")
      throw problem(context.statedAt, `match.${key} must be a text, got ${shown(pattern)}`);
  return match as ExemptionMatch;
}

/** The mapping's known keys; a key that there is not is an error, so that nothing is taken for said that is not read. */
export function mappingOf<K extends string>(
  value: unknown,
  what: string,
  keys: readonly K[],
  { statedAt }: Pick<StatementContext, "statedAt">,
): { readonly [key in K]?: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw problem(statedAt, `${what} must be a mapping of ${keys.join(", ")}, got ${shown(value)}`);
  for (const key of Object.keys(value))
    if (!keys.some((known) => known === key)) throw unknownAt(statedAt, `field of ${what}`, key, keys);
  return value as { readonly [key in K]?: unknown };
}

function optionalText(value: unknown, field: string, statedAt: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw problem(statedAt, `${field} must be a text, got ${shown(value)}`);
  return value.trim();
}

export const problem = (statedAt: string, what: string): ConfigurationError =>
  new ConfigurationError(`${statedAt}: ${what}.`);

export const unknownAt = (statedAt: string, what: string, name: string, known: readonly string[]): ConfigurationError =>
  new ConfigurationError(`${statedAt}: ${unknownName(what, name.slice(0, 60), known).message}`);

/** What was got, without what might be secret: only what looks like a day is quoted. */
function shown(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (typeof value === "string") return /^[\dYMDTZ.:/+ -]{1,30}$/.test(value) ? `"${value}"` : "another text";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "number" ? String(value) : `a ${typeof value}`;
}
