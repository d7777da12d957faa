/** Non-negative quantities as apimachinery's resource.Quantity reads them: decimal and binary suffixes, exponents. */
const QUANTITY = /^(?:\d+\.?\d*|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/**
 * @param input name of the input, for the message.
 * @throws Error where the text is no quantity.
 */
export const quantityFor =
  (input: string) =>
  (quantity: string): string => {
    if (QUANTITY.test(quantity)) return quantity;
    throw new Error(`${input}: must be a Kubernetes quantity such as "500m", "4" or "8Gi", got "${quantity}"`);
  };

/**
 * Like `quantityFor`, but for amounts of which 0 would mean that there is none, or no limit.
 * @param input name of the input, for the message.
 */
export const quantityAboveZeroFor =
  (input: string) =>
  (quantity: string): string => {
    if (/[1-9]/.test(quantityFor(input)(quantity).replace(/[eE].*$/, ""))) return quantity;
    throw new Error(`${input}: must be above 0, got "${quantity}"`);
  };

const SUFFIXES: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** What a quantity amounts to in cores, bytes or pieces, as exact as a number is. */
export function amountOf(quantity: string): number {
  const [, digits = "0", suffix = ""] = /^([\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(digits) * (SUFFIXES[suffix] ?? 1);
}
