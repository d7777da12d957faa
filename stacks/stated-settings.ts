/** What a value of the configuration may be, as messages call it. */
export type Kind = "text" | "number" | "boolean" | "list" | "map";

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  list: Array.isArray,
  map: isMap,
};

/**
 * A map of the stack's configuration whose keys are known; nothing where it states nothing.
 * @param path where it is in the configuration, e.g. `rampart:eks`.
 * @throws Error naming the mistaken key, and those that there are.
 */
export function statedSettings(
  path: string,
  stated: unknown,
  keys: Readonly<Record<string, Kind>>,
): Record<string, unknown> {
  const settings = stated ?? {};
  if (!isMap(settings)) throw new Error(`${path}: must be a map`);
  for (const [key, value] of Object.entries(settings)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (kind === undefined)
      throw new Error(`${path}.${key}: there is no such key; there are ${Object.keys(keys).join(", ")}`);
    if (!FITS[kind](value)) throw new Error(`${path}.${key}: must be a ${kind}`);
  }
  return settings;
}
