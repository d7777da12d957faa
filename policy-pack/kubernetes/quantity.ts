import type { Shape } from "./shape.js";

/** A quantity as a manifest has it: `"500m"`, `"1Gi"`, `2`. Not checked. */
export type QuantityText = string | number;

/** A field of type resource.Quantity (k8s.io/apimachinery). */
export const quantity: Shape<QuantityText> = (value) =>
  typeof value === "string" || typeof value === "number" ? value : undefined;

/** An amount: `digits` x 10^`exponent` x 2^`shift`. */
export interface Quantity {
  /** -1, 0 or 1. */
  readonly sign: number;
  readonly digits: bigint;
  readonly exponent: number;
  readonly shift: number;
}

/** `<number><suffix>`; the suffix is binary, decimal, or a decimal exponent. `1E` is an exa, `1E3` a thousand. */
const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?\d{1,18}))$/;
const BINARY = "KMGTPE";
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
/** Longer ones are no amount of anything, and would be slow to compute with. */
const LONGEST = 64;

/** `undefined` for what is no quantity; the API server refuses it. */
export function parseQuantity(value: QuantityText): Quantity | undefined {
  const text = String(value);
  if (text.length > LONGEST) return undefined;
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const parsed = parsedText(text);
  if (parsed !== undefined && KNOWN.size < MOST_KNOWN) KNOWN.set(text, parsed);
  return parsed;
}

/** The same few amounts stand in most manifests. */
const KNOWN = new Map<string, Quantity>();
const MOST_KNOWN = 1000;

function parsedText(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, minus = "", number = "", binary, decimal = "", exponent] = match;
  const [whole = "", fraction = ""] = number.split(".");
  const digits = BigInt(whole + fraction);
  return {
    sign: digits === 0n ? 0 : minus === "-" ? -1 : 1,
    digits,
    exponent: (exponent === undefined ? (DECIMAL[decimal] ?? 0) : Number(exponent)) - fraction.length,
    shift: binary === undefined ? 0 : 10 * (BINARY.indexOf(binary[0] ?? "") + 1),
  };
}

/** Negative when `a` is less than `b`, 0 when they are equal; exact for exponents of at most 500 either way. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const [left, right] = [nanos(a), nanos(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const LARGEST_EXPONENT = 500;
/** What the API server makes of larger binary amounts. */
const LARGEST_BINARY = (2n ** 63n - 1n) * 10n ** 9n;

/** In billionths, to which the API server rounds up; exact within the limits of `compareQuantities`. */
export function nanos({ sign, digits, exponent, shift }: Quantity): bigint {
  if (sign === 0) return 0n;
  const power = Math.max(-LARGEST_EXPONENT, Math.min(exponent + 9, LARGEST_EXPONENT));
  const scaled = digits << BigInt(shift);
  const amount = power >= 0 ? scaled * 10n ** BigInt(power) : roundedUp(scaled, 10n ** BigInt(-power));
  return BigInt(sign) * (shift > 0 && amount > LARGEST_BINARY ? LARGEST_BINARY : amount);
}

const roundedUp = (amount: bigint, divisor: bigint): bigint => (amount + divisor - 1n) / divisor;
