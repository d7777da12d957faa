/**
 * Refuses an input.
 * @throws Error always: `input: must …, got …`. Never give it a value that may be secret.
 */
export function refuse(input: string, must: string, got: unknown): never {
  throw new Error(`${input}: must ${must}, got ${shown(got)}`);
}

const shown = (value: unknown): string => {
  if (value === undefined) return "nothing";
  // JSON has neither NaN nor infinity.
  if (typeof value === "number") return String(value);
  return JSON.stringify(value) ?? String(value);
};

/** @throws Error naming the input and the values allowed when `value` is none of them. */
export function oneOf<const T extends string>(input: string, value: string, allowed: readonly T[]): T {
  return allowed.find((one) => one === value) ?? refuse(input, `be one of ${allowed.join(", ")}`, value);
}

/** @throws Error naming the input and the range when `value` is no whole number in it. */
export function wholeNumber(input: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return refuse(input, `be a whole number ${range}`, value);
}

/** `wholeNumber` as a check of an input that may not be known yet. */
export const wholeNumberFor =
  (input: string, least: number, most: number) =>
  (value: number): number =>
    wholeNumber(input, value, least, most);

/** @throws Error naming the input when `value` is no absolute path of a Unix machine. */
export function absolutePath(input: string, value: string): string {
  if (/^\/[^\0\s,]*$/.test(value)) return value;
  return refuse(input, "be an absolute path without spaces or commas", value);
}

/** @throws Error naming the input when `value` is no HTTPS address. */
export function httpsAddress(input: string, value: string): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed?.protocol === "https:" && parsed.username === "" && parsed.hash === "" && parsed.search === "")
    return value;
  return refuse(input, 'be an https address such as "https://example.com:6443"', value);
}

/** @throws Error naming the input when `value` is no length of time as Go writes it, or is zero. */
export function duration(input: string, value: string): string {
  if (/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(value) && /[1-9]/.test(value)) return value;
  return refuse(input, 'be a time above zero such as "30s" or "1h30m"', value);
}

/** @throws Error naming the input when `text` is no name or address with a port. */
export function endpoint(input: string, text: string): string {
  const [, port] = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535)
    refuse(input, 'be a name or an address with a port, such as "k8s.example.com:6443"', text);
  return text;
}
