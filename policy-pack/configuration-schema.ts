import { OLDEST_MINOR, type Policy, PROFILES } from "./policy.js";

/**
 * What happens on a violation. `remediate`, for policies that can be fixed: the engine changes the resource, and refuses
 * what is left; without an engine it is `mandatory`.
 */
export const ENFORCEMENT_LEVELS = ["mandatory", "advisory", "disabled", "remediate"] as const;
export type EnforcementLevel = (typeof ENFORCEMENT_LEVELS)[number];

/** Key of what is set for the pack as a whole, and namespace of the same keys in a stack's configuration. */
export const PACK_KEY = "rampart";
/** Key of the level of every policy, as CrossGuard has it. */
export const ALL_KEY = "all";
/** Environments of Pulumi ESC; the engine takes the key out before it reads the rest. */
const ENVIRONMENTS_KEY = "environments";

type JsonSchema = Readonly<Record<string, unknown>>;

export interface ConfigurationSchema extends JsonSchema {
  readonly definitions: {
    /** A `--policy-pack-config` file. */
    readonly file: JsonSchema;
    /** What is set for the pack as a whole. */
    readonly pack: { readonly properties: Readonly<Record<string, JsonSchema>> } & JsonSchema;
    readonly [definition: string]: JsonSchema;
  };
}

const LEVEL = { type: "string", enum: ENFORCEMENT_LEVELS } as const;
const UNFIXABLE_LEVEL = { type: "string", enum: ENFORCEMENT_LEVELS.filter((level) => level !== "remediate") } as const;
const reference = (definition: string) => ({ $ref: `#/definitions/${definition}` });

/**
 * JSON Schema (draft 7) of every way to configure the pack, by which configurations are read and editors complete them:
 * a policy-pack-config file, or, where there is a `config`, a Pulumi.<stack>.yaml.
 */
export function configurationSchema(policies: readonly Policy[]): ConfigurationSchema {
  const pack = packProperties();
  const entries = {
    [ALL_KEY]: entry(
      "The level of every policy, whatever its profile, that has none of its own; remediate: those without a fix are mandatory.",
      LEVEL,
    ),
    ...Object.fromEntries(
      policies.map(({ id, title, fixable, settings }) => [
        id,
        entry(`${title}.`, fixable ? LEVEL : UNFIXABLE_LEVEL, settings),
      ]),
    ),
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the Rampart policy pack",
    if: { required: ["config"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema has the key, and its errors are clearer than those of anyOf
    then: reference("stack"),
    else: reference("file"),
    definitions: {
      file: closed({
        [PACK_KEY]: { ...reference("pack"), description: "What is set for the pack as a whole." },
        [ENVIRONMENTS_KEY]: {
          type: "array",
          items: { type: "string" },
          description: "Environments of Pulumi ESC, which the engine reads; rampart check does not.",
        },
        ...Object.fromEntries(Object.keys(entries).map((key) => [key, reference(`policies/properties/${key}`)])),
      }),
      stack: {
        type: "object",
        properties: {
          config: {
            type: "object",
            properties: Object.fromEntries(
              Object.entries(pack).map(([key, schema]) => [`${PACK_KEY}:${key}`, inStack(schema)]),
            ),
          },
        },
      },
      pack: closed(pack),
      policies: closed(entries),
    },
  };
}

const closed = <P extends Readonly<Record<string, JsonSchema>>>(properties: P) =>
  ({ type: "object", additionalProperties: false, properties }) as const;

/** A level, or an object with settings and perhaps a level. */
const entry = (
  description: string,
  level: JsonSchema,
  settings: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema => ({
  description,
  if: { type: "string" },
  // biome-ignore lint/suspicious/noThenProperty: as above
  then: level,
  else: closed({ enforcementLevel: level, ...settings }),
});

const packProperties = () => ({
  profile: {
    type: "string",
    enum: PROFILES,
    description: "Which policies are on; default: restricted. A file can only tighten the profile of the stack.",
  },
  kubernetesVersion: {
    type: "string",
    pattern: "^v?1\\.(2[5-9]|[3-9]\\d|\\d{3})(\\.\\d+)?$",
    // Editors show it in place of the pattern, and so do we.
    patternErrorMessage: `must be a version from 1.${OLDEST_MINOR} on, such as 1.34`,
    description: "The version whose rules apply, e.g. 1.34; default: the newest known.",
  },
  podTemplates: {
    type: "object",
    propertyNames: {
      pattern: "^[^/]+/[^/]+$",
      patternErrorMessage: "must have keys of a group and a kind, such as apps/Deployment",
    },
    additionalProperties: { type: "array", items: { type: ["string", "array"], items: { type: "string" } } },
    description: "Where custom kinds have their pods: group and kind to the path of the pod template.",
  },
  policies: { ...reference("policies"), description: "Level and settings of single policies." },
  exemptions: {
    type: "array",
    items: { type: "object" },
    description: "Violations that somebody answers for, for a time.",
  },
});

/** What is set for the pack as a whole, as the engine checks it: by types alone. */
export const packSettings = () => ({ ...packProperties(), policies: { type: "object" } });

/** YAML reads 1.34 as a number, and `pulumi config set` writes structures as text. */
const inStack = (schema: JsonSchema): JsonSchema =>
  schema.type === "string"
    ? { ...schema, type: ["string", "number"] }
    : // biome-ignore lint/suspicious/noThenProperty: as above
      { description: schema.description, if: { type: "string" }, then: {}, else: schema };
