import { Ajv, type ErrorObject } from "ajv";
import { ConfigurationError, unknownName } from "./configuration-error.js";
import { configurationSchema, type EnforcementLevel, PACK_KEY } from "./configuration-schema.js";
import type { Policy } from "./policy.js";
import type { Configuration } from "./selection.js";

/**
 * Reads a configuration.
 *
 * @throws ConfigurationError naming the first thing that is wrong.
 */
export function parseConfiguration(value: unknown, policies: readonly Policy[]): Configuration {
  const schema = configurationSchema(policies);
  // Patterns are ours, and formats are not used.
  const validate = new Ajv({ strict: false, verbose: true }).compile<ConfigurationFile>(schema);
  if (!validate(value)) throw problemOf(validate.errors?.[0], Object.keys(schema.properties));
  const { [PACK_KEY]: pack, ...rest } = value;
  const levels: Record<string, EnforcementLevel> = {};
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [key, entry] of Object.entries(rest)) {
    const { enforcementLevel, ...own } = typeof entry === "string" ? { enforcementLevel: entry } : entry;
    if (enforcementLevel !== undefined) levels[key] = enforcementLevel;
    settings[key] = own;
  }
  return { ...pack, levels, settings };
}

/** The file as its schema has it. */
type ConfigurationFile = Readonly<
  Record<
    string,
    EnforcementLevel | { readonly enforcementLevel?: EnforcementLevel; readonly [setting: string]: unknown }
  >
> & { readonly [PACK_KEY]?: Pick<Configuration, "profile" | "kubernetesVersion" | "podTemplates"> };

/** What Ajv adds to the errors of `additionalProperties` and `enum`. */
interface ErrorParameters {
  readonly additionalProperty?: string;
  readonly allowedValues?: readonly string[];
}

function problemOf(error: ErrorObject | undefined, names: readonly string[]): ConfigurationError {
  const { instancePath = "", keyword, message = "is wrong" } = error ?? {};
  const { additionalProperty = "", allowedValues = [] } = (error?.params ?? {}) as ErrorParameters;
  const { properties = {} } = (error?.parentSchema ?? {}) as { readonly properties?: object };
  const place = instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/") || "The configuration";
  if (keyword === "additionalProperties") {
    if (instancePath === "") return unknownName("policy", additionalProperty, names);
    return unknownName(`setting of ${place}`, additionalProperty, Object.keys(properties));
  }
  if (keyword === "enum" && error?.data === "remediate")
    return new ConfigurationError(`${place} must not be remediate: the policy has no fix. Fix: use mandatory.`);
  const allowed = keyword === "enum" ? `: ${allowedValues.join(", ")}` : "";
  return new ConfigurationError(`${place} ${message}${allowed}.`);
}
