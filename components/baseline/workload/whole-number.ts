/**
 * @param input name of the input, for the message.
 * @throws Error where the number is no whole one, or not from `least` to `most`.
 */
export const wholeNumberFor =
  (input: string, least: number, most: number) =>
  (value: number): number => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(`${input}: must be a whole number from ${least} to ${most}, got ${value}`);
  };
