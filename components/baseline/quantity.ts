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
