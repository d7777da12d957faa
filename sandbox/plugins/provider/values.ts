/** Keys and values by which Pulumi marks special values on the wire (sdk/go/common/resource/sig). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Unknown string; the engine treats all seven kinds alike, and reads this one back for any. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_STRINGS: ReadonlySet<string> = new Set([
  UNKNOWN_STRING,
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "fc6cafe5-6ce3-4dcf-a9eb-84eea75cc2e3",
]);

/** A value that is not known before deployment. */
export class Unknown {
  /** Sets it apart from every map of values. */
  readonly kind = "unknown";
}
export const UNKNOWN = new Unknown();

/** A value that must not be shown. */
export class Secret {
  constructor(readonly value: Value) {}
}

export type Value = null | boolean | number | string | Unknown | Secret | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

/** A value without marks, as an API takes it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

export const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === "object" &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Secret) &&
  !(value instanceof Unknown);

/** `Array.isArray` for values: the built-in one forgets what the items are. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Reads what the engine sent. */
export function decode(wire: unknown): Value {
  if (typeof wire === "string") return UNKNOWN_STRINGS.has(wire) ? UNKNOWN : wire;
  if (wire === null || wire === undefined || typeof wire === "number" || typeof wire === "boolean") return wire ?? null;
  if (Array.isArray(wire)) return wire.map(decode);
  const map = wire as Readonly<Record<string, unknown>>;
  if (map[SIGNATURE] === SECRET_SIGNATURE) return new Secret(decode(map.value));
  if (map[SIGNATURE] === OUTPUT_SIGNATURE) {
    const value = "value" in map ? decode(map.value) : UNKNOWN;
    return map.secret === true ? new Secret(value) : value;
  }
  if (SIGNATURE in map) throw new Error("this provider takes no assets, archives and resource references");
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, decode(value)]));
}

/** Writes what the engine reads. */
export function encode(value: Value): Json {
  if (value instanceof Unknown) return UNKNOWN_STRING;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET_SIGNATURE, value: encode(value.value) };
  if (isList(value)) return value.map(encode);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
  return value as Json;
}

/** Whether any part of it is unknown. */
export function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return hasUnknown(value.value);
  if (isList(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}

/** Whether any part of it is secret. */
export function hasSecret(value: Value): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(hasSecret);
  return isMap(value) && Object.values(value).some(hasSecret);
}

/** Whether two lists hold the same items in the same order, as far as the items have names. */
export const sameItems = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((item, index) => stringAt(mapAt(item).name) === stringAt(mapAt(b[index]).name));

/** The value without its marks. @throws Error when a part is unknown. */
export function reveal(value: Value): Json {
  if (value instanceof Unknown) throw new Error("a value is not known yet");
  if (value instanceof Secret) return reveal(value.value);
  if (isList(value)) return value.map(reveal);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
  return value as Json;
}

/** The object behind a map, secret or not; empty when there is none. */
export function mapAt(value: Value | undefined): ValueMap {
  if (value instanceof Secret) return mapAt(value.value);
  return isMap(value) ? value : {};
}

/** A known string behind a value, secret or not. */
export function stringAt(value: Value | undefined): string | undefined {
  if (value instanceof Secret) return stringAt(value.value);
  return typeof value === "string" ? value : undefined;
}

/** `result` with every part secret that is secret in `inputs`: what came in hidden does not come out in the open. */
export function withSecretsOf(inputs: Value | undefined, result: Value): Value {
  if (inputs instanceof Secret) return result instanceof Secret ? result : new Secret(result);
  if (isList(inputs) && isList(result)) {
    // An item put in or moved by somebody else would push a secret to a place where none is expected.
    if (hasSecret(inputs) && !sameItems(inputs, result)) return new Secret(result);
    return result.map((item, index) => withSecretsOf(inputs[index], item));
  }
  if (isMap(inputs) && isMap(result))
    return Object.fromEntries(Object.entries(result).map(([key, item]) => [key, withSecretsOf(inputs[key], item)]));
  return result;
}
