/** Values of RAMPART_PLUGINS. */
export const PLUGIN_MODES = ["auto", "official", "own"] as const;

/**
 * Whose plugins the engine uses. `auto`: official ones where they can be had, else ours. `official`: the official
 * Kubernetes plugin or an error. `own`: always ours.
 */
export type PluginMode = (typeof PLUGIN_MODES)[number];

export type PluginOrigin = "official" | "own";

/** Which plugins an engine got. */
export interface PluginChoice {
  readonly languageHost: PluginOrigin;
  readonly kubernetes: PluginOrigin;
  /** One line for people: why these were taken. */
  readonly reason: string;
}

/** Why the plugins that were asked for cannot be had, and what to do about it; shown to people as it is. */
export class PluginError extends Error {
  override readonly name = "PluginError";
}

/**
 * The mode that RAMPART_PLUGINS names; `auto` when it is not set.
 * @throws PluginError for any other value.
 */
export function pluginMode(environment: NodeJS.ProcessEnv = process.env): PluginMode {
  const value = environment.RAMPART_PLUGINS ?? "auto";
  const mode = PLUGIN_MODES.find((allowed) => allowed === value);
  if (mode === undefined)
    throw new PluginError(`RAMPART_PLUGINS is ${JSON.stringify(value)}; allowed are ${PLUGIN_MODES.join(", ")}.`);
  return mode;
}
