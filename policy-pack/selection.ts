import { ConfigurationError } from "./configuration-error.js";
import { ALL_KEY, type EnforcementLevel } from "./configuration-schema.js";
import type { PodTemplates } from "./kubernetes/pod-templates.js";
import {
  DEFAULT_PROFILE,
  type EvaluationContext,
  evaluationContext,
  inProfile,
  type Policy,
  type Profile,
} from "./policy.js";
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

/** Every default. */
export const NO_CONFIGURATION: Configuration = { levels: {}, settings: {} };

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
export function select(
  policies: readonly Policy[],
  configuration: Configuration,
  profile: Profile = DEFAULT_PROFILE,
): Selection {
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
