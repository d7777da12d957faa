import { isMap, type Value } from "../provider/values.js";

/** Multipliers of quantities (k8s.io/apimachinery/pkg/api/resource), as fractions: decimal milli units stay exact. */
const SUFFIXES: Readonly<Record<string, readonly [numerator: bigint, denominator: bigint]>> = {
  n: [1n, 1_000_000_000n],
  u: [1n, 1_000_000n],
  m: [1n, 1_000n],
  "": [1n, 1n],
  k: [10n ** 3n, 1n],
  M: [10n ** 6n, 1n],
  G: [10n ** 9n, 1n],
  T: [10n ** 12n, 1n],
  P: [10n ** 15n, 1n],
  E: [10n ** 18n, 1n],
  Ki: [2n ** 10n, 1n],
  Mi: [2n ** 20n, 1n],
  Gi: [2n ** 30n, 1n],
  Ti: [2n ** 40n, 1n],
  Pi: [2n ** 50n, 1n],
  Ei: [2n ** 60n, 1n],
};
const QUANTITY = /^([+-]?)(\d*)\.?(\d*)(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/** Maps whose values are quantities, in every kind that has them. */
const HOLDERS = new Set([
  "limits",
  "requests",
  "hard",
  "capacity",
  "default",
  "defaultRequest",
  "max",
  "min",
  "maxLimitRequestRatio",
  "overhead",
  "podFixed",
]);
const FIELDS = new Set(["sizeLimit", "divisor"]);

function parse(text: string): readonly [bigint, bigint] | undefined {
  const [matched, sign, whole = "", fraction = "", suffix = "", exponent = "0"] = QUANTITY.exec(text) ?? [];
  if (matched === undefined || whole + fraction === "") return undefined;
  const [numerator, denominator] = SUFFIXES[suffix] ?? [1n, 1n];
  const power = Number(exponent);
  const digits = BigInt(sign === "-" ? -1 : 1) * BigInt(whole + fraction) * numerator;
  return [
    digits * 10n ** BigInt(Math.max(power, 0)),
    denominator * 10n ** BigInt(fraction.length) * 10n ** BigInt(Math.max(-power, 0)),
  ];
}

/** Whether two texts are the same quantity: the server writes `1000m` as `1`. */
export function sameQuantity(a: string, b: string): boolean {
  const [first, second] = [parse(a), parse(b)];
  return first !== undefined && second !== undefined && first[0] * second[1] === second[0] * first[1];
}

/** Whether the value under `key` of the map under `holder` is a quantity. */
export const isQuantity = (holder: string, key: string, value: Value): boolean =>
  !isMap(value) && (HOLDERS.has(holder) || FIELDS.has(key));
