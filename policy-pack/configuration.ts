import { Ajv, type ErrorObject } from "ajv";
import { closest } from "fastest-levenshtein";
import { ALL_KEY, configurationSchema, type EnforcementLevel, PACK_KEY } from "./configuration-schema.js";
import type { PodTemplates } from "./kubernetes/pod-templates.js";
import { type EvaluationContext, evaluationContext, inProfile, type Policy, type Profile } from "./policy.js";
import type { ConfiguredSettings } from "./settings.js";

/**
 * What an organisation sets, in the form of Pulumi's `--policy-pack-config` file: an object whose keys are policy ids,
 * `all`, or `rampart` for the pack as a whole.
 */
export interface Configuration {
  readonly profile?: Profile | undefined;
  readonly kubernetesVersion?: string | undefined;
  readonly podTemplates?: PodTemplates | undefined;
  /** By policy id, and `all`. */
  readonly levels: Readonly<Record<string, EnforcementLevel>>;
  readonly settings: ConfiguredSettings;
}

/** A configuration that cannot be taken; the message names the place, what is allowed and the nearest valid name. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

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
  const allowed = keyword === "enum" ? `: ${allowedValues.join(", ")}` : "";
  return new ConfigurationError(`${place} ${message}${allowed}.`);
}

/** An error for a name that is none of those known. */
export function unknownName(what: string, name: string, known: readonly string[]): ConfigurationError {
  return new ConfigurationError(`There is no ${what} "${name}". Did you mean "${closest(name, known)}"?`);
}

/** What is judged by, for an evaluation without the engine. */
export interface Selection {
  readonly policies: readonly Policy[];
  /** Ids of those whose violations are told and refuse nothing. */
  readonly advisory: ReadonlySet<string>;
  readonly context: EvaluationContext;
  readonly profile: Profile;
}

/**
 * The policies of a profile that a configuration leaves on, beside those of a tighter one that it switches on.
 *
 * @throws ConfigurationError for a Kubernetes version that cannot be judged by.
 */
export function select(policies: readonly Policy[], configuration: Configuration, profile: Profile): Selection {
  const { levels, settings, kubernetesVersion, podTemplates } = configuration;
  const levelOf = (policy: Policy): EnforcementLevel =>
    levels[policy.id] ?? (inProfile(policy, profile) ? (levels[ALL_KEY] ?? "mandatory") : "disabled");
  try {
    return {
      policies: policies.filter((policy) => levelOf(policy) !== "disabled"),
      advisory: new Set(policies.filter((policy) => levelOf(policy) === "advisory").map(({ id }) => id)),
      context: evaluationContext({ kubernetesVersion, settings, podTemplates }),
      profile,
    };
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigurationError(error.message);
    throw error;
  }
}
