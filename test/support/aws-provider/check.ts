import { createHash, randomBytes } from "node:crypto";
import {
  hasUnknown,
  isList,
  isMap,
  type Json,
  mapAt,
  reveal,
  Secret,
  stringAt,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../sandbox/plugins/provider/values.js";
import { at, open, withDefault } from "./paths.js";
import type { ResourceTable, Rule } from "./table.js";

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface CheckArgs {
  /** Name of the Pulumi resource. */
  readonly name: string;
  readonly olds: ValueMap;
  readonly news: ValueMap;
  /** From the engine, so that preview and update agree; empty when it sends none. */
  readonly seed: Uint8Array;
}

/** Where the provider writes which inputs it made up itself. */
const DEFAULTED = "__defaults";

/** Maps whose keys are the user's own. */
const FREE_MAPS = new Set(["tags", "labels", "requiredClaims", "dimensions", "parameters", "encryptionContextEquals"]);

/** Completes the inputs and says what is wrong with them, before AWS is asked. */
export function check(table: ResourceTable, args: CheckArgs): { inputs: ValueMap; failures: readonly CheckFailure[] } {
  const news = withoutNulls(args.news);
  const failures = [...shape(table, news), ...ruled(table, news), ...unreadable(table, news)];
  if (failures.length === 0 && table.check !== undefined && !hasUnknown(news)) {
    const reason = table.check(mapAt(news) && (reveal(news) as Readonly<Record<string, Json>>));
    if (reason !== undefined) failures.push({ property: "", reason });
  }
  return { inputs: named(table, { ...args, news }), failures };
}

function* shape(table: ResourceTable, news: ValueMap): Generator<CheckFailure> {
  const known = new Set([...table.required, ...table.optional]);
  for (const property of Object.keys(news))
    if (!known.has(property) && !property.startsWith("__"))
      yield { property, reason: "the fake AWS provider does not know this property: add it to its table" };
  for (const property of table.required)
    if (news[property] === undefined) yield { property, reason: `Missing required argument "${property}"` };
  const set = (properties: readonly string[]) => properties.filter((property) => at(news, property).length > 0);
  for (const group of table.conflicts ?? [])
    if (set(group).length > 1)
      yield { property: group[0] ?? "", reason: `Conflicting configuration arguments: ${set(group).join(", ")}` };
  for (const group of table.oneOf ?? [])
    if (set(group).length === 0)
      yield { property: group[0] ?? "", reason: `Missing required argument: one of ${group.join(", ")}` };
}

function* ruled(table: ResourceTable, news: ValueMap): Generator<CheckFailure> {
  for (const [path, rule] of Object.entries(table.rules ?? {}))
    for (const value of at(news, path)) {
      const reason = value instanceof Unknown ? undefined : broken(rule, value);
      if (reason !== undefined) yield { property: path, reason: `expected ${path} to be ${reason}` };
    }
}

function* unreadable(table: ResourceTable, news: ValueMap): Generator<CheckFailure> {
  for (const path of table.documents ?? [])
    for (const value of at(news, path)) {
      if (value instanceof Unknown) continue;
      try {
        JSON.parse(String(value));
      } catch {
        yield { property: path, reason: `"${path}" contains an invalid JSON document` };
      }
    }
}

function broken(rule: Rule, value: Value): string | undefined {
  const got = `got ${JSON.stringify(value)}`;
  if ("oneOf" in rule)
    return rule.oneOf.some((allowed) => allowed === value) ? undefined : `one of ${JSON.stringify(rule.oneOf)}, ${got}`;
  if ("pattern" in rule)
    return typeof value === "string" && rule.pattern.test(value) ? undefined : `like ${rule.like}, ${got}`;
  return typeof value === "number" && value >= rule.from && value <= rule.to
    ? undefined
    : `in the range (${rule.from} - ${rule.to}), ${got}`;
}

/** Gives a name as the provider does: the resource's own, and seven random digits. */
function named(table: ResourceTable, { name, olds, news, seed }: CheckArgs): ValueMap {
  const auto = table.autoName;
  const marked = { ...(mapAt(withMarks(news)) as ValueMap) };
  if (
    auto === undefined ||
    news[auto.property] !== undefined ||
    (auto.alternative !== undefined && news[auto.alternative] !== undefined)
  )
    return { ...marked, [DEFAULTED]: [] };
  const suffix = (seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4)).toString("hex");
  const fresh = `${auto.prefix ?? ""}${name}-`.slice(0, auto.maxLength - 7) + suffix.slice(0, 7);
  const kept = isAutoNamed(table, olds) ? stringAt(olds[auto.property]) : undefined;
  return { ...marked, [auto.property]: kept ?? fresh, [DEFAULTED]: [auto.property] };
}

/** Whether the provider made up the resource's name. */
export const isAutoNamed = (table: ResourceTable, inputs: ValueMap): boolean => {
  const defaulted = inputs[DEFAULTED];
  return table.autoName !== undefined && isList(defaulted) && defaulted.includes(table.autoName.property);
};

/** The provider marks every nested object, also where it made nothing up. */
function withMarks(value: Value, key = ""): Value {
  if (value instanceof Secret) return new Secret(withMarks(value.value, key));
  if (isList(value)) return value.map((item) => withMarks(item, key));
  if (!isMap(value) || FREE_MAPS.has(key)) return value;
  const items = Object.entries(value).map(([name, item]): [string, Value] => [name, withMarks(item, name)]);
  return key === "" ? Object.fromEntries(items) : { ...Object.fromEntries(items), [DEFAULTED]: [] };
}

/** Marks are the provider's own; AWS sees none. */
export function withoutMarks(value: Value): Value {
  if (value instanceof Secret) return new Secret(withoutMarks(value.value));
  if (isList(value)) return value.map(withoutMarks);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Value][] =>
      key === DEFAULTED ? [] : [[key, withoutMarks(item)]],
    ),
  );
}

const withoutNulls = (map: ValueMap): ValueMap =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => open(value) !== null));

/** Inputs as AWS sees them: without marks, with the provider's defaults. */
export const complete = (table: ResourceTable, inputs: ValueMap): ValueMap =>
  Object.entries(table.defaults ?? {}).reduce(
    (map, [path, value]) => withDefault(map, path.split("."), value),
    mapAt(withoutMarks(inputs)),
  );
