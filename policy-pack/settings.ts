/** One value that an organisation sets, as a JSON Schema with the default that holds until it does. */
export type Setting = { readonly description: string } & (
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "integer"; readonly default: number; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: "string"; readonly default: string; readonly pattern?: string; readonly enum?: readonly string[] }
  | {
      readonly type: "array";
      readonly items: { readonly type: "string"; readonly pattern?: string };
      readonly default: readonly string[];
    }
);

/** A policy's settings by name. */
export type SettingsSchema = Readonly<Record<string, Setting>>;

type ValueOf<S extends Setting> = S extends { type: "array" }
  ? readonly string[]
  : S extends { type: "boolean" }
    ? boolean
    : S extends { type: "integer" }
      ? number
      : string;

/** The values of a policy's settings; every one is there. */
export type Settings<S extends SettingsSchema> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** Values that differ from the defaults, by policy id; valid by the policies' schemas. */
export type ConfiguredSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The schema's defaults with what is configured over them. */
export function resolveSettings(
  schema: SettingsSchema,
  configured: Readonly<Record<string, unknown>> = {},
): Settings<SettingsSchema> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, setting]) => [name, configured[name] ?? setting.default]),
  ) as Settings<SettingsSchema>;
}
