import { type Policy, PROFILES } from "./policy.js";

/**
 * What happens on a violation. `remediate`, for policies that can be fixed: the engine changes the resource, and refuses
 * what is left; without an engine it is `mandatory`.
 */
export const ENFORCEMENT_LEVELS = ["mandatory", "advisory", "disabled", "remediate"] as const;
export type EnforcementLevel = (typeof ENFORCEMENT_LEVELS)[number];

/** Key of what is set for the pack as a whole. */
export const PACK_KEY = "rampart";
/** Key of the level that holds for policies without one of their own, as CrossGuard has it. */
export const ALL_KEY = "all";

export interface ConfigurationSchema {
  readonly $schema: string;
  readonly title: string;
  readonly type: "object";
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, object>>;
}

const LEVEL = { type: "string", enum: ENFORCEMENT_LEVELS } as const;
const UNFIXABLE_LEVEL = { type: "string", enum: ENFORCEMENT_LEVELS.filter((level) => level !== "remediate") } as const;

/** JSON Schema (draft 7) of the configuration file; editors complete it, and configurations are read by it. */
export function configurationSchema(policies: readonly Policy[]): ConfigurationSchema {
  const entries = policies.map(({ id, title, fixable, settings = {} }) => [
    id,
    {
      description: `${title}.`,
      if: { type: "string" },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema has the key, and its errors are clearer than those of anyOf
      then: fixable ? LEVEL : UNFIXABLE_LEVEL,
      else: {
        type: "object",
        additionalProperties: false,
        properties: { enforcementLevel: fixable ? LEVEL : UNFIXABLE_LEVEL, ...settings },
      },
    },
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the Rampart policy pack",
    type: "object",
    additionalProperties: false,
    properties: {
      [ALL_KEY]: {
        ...LEVEL,
        description:
          "The level of every policy of the profile that has none of its own; remediate: of those without a fix it is mandatory.",
      },
      [PACK_KEY]: {
        type: "object",
        additionalProperties: false,
        properties: {
          profile: { type: "string", enum: PROFILES, description: "Which policies are on; default: restricted." },
          kubernetesVersion: {
            type: "string",
            pattern: "^v?1\\.\\d{1,3}(\\.\\d+)?$",
            description: "The version whose rules apply, e.g. 1.34; default: the newest known.",
          },
          podTemplates: {
            type: "object",
            propertyNames: { pattern: "^[^/]+/[^/]+$" },
            additionalProperties: { type: "array", items: { type: ["string", "array"], items: { type: "string" } } },
            description: "Where custom kinds have their pods: group and kind to the path of the pod template.",
          },
        },
      },
      ...Object.fromEntries(entries),
    },
  };
}
