import { ConfigurationError } from "./configuration-error.js";
import { ALL_KEY, type EnforcementLevel } from "./configuration-schema.js";
import { today } from "./exemptions/day.js";
import type { ExemptionChannel } from "./exemptions.js";
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

/** What an organisation sets in one place; or in all of them, after `overlaid`. */
export interface Configuration {
  readonly profile?: Profile | undefined;
  readonly kubernetesVersion?: string | undefined;
  readonly podTemplates?: PodTemplates | undefined;
  /** By policy id, and `all`. */
  readonly levels: Readonly<Record<string, EnforcementLevel>>;
  readonly settings: ConfiguredSettings;
  /** From the strongest place to the weakest. */
  readonly statedExemptions: readonly StatedExemptions[];
}

/** Where exemptions are stated. */
export interface ExemptionSource {
  readonly channel: ExemptionChannel;
  /** The file's name, or what stands for it. */
  readonly statedAt: string;
}

/** Exemptions as somebody wrote them; nobody has looked inside yet. */
export interface StatedExemptions extends ExemptionSource {
  readonly value: readonly object[];
}

/** Every default. */
export const NO_CONFIGURATION: Configuration = { levels: {}, settings: {}, statedExemptions: [] };

/** What is judged by. */
export interface Selection {
  readonly policies: readonly Policy[];
  /** Ids of those whose violations are told and refuse nothing. */
  readonly advisory: ReadonlySet<string>;
  readonly context: EvaluationContext;
  readonly profile: Profile;
  /** From the strongest place to the weakest; default: none. */
  readonly statedExemptions?: readonly StatedExemptions[];
}

/**
 * One configuration over another, as the engine does it: `all` replaces the level of every policy, a policy's own level
 * replaces that, settings are replaced one by one, and other values whole.
 *
 * Precedence, from the weakest to the strongest: defaults, the stack's configuration, the `--policy-pack-config` file,
 * the command line.
 */
export function overlaid(lower: Configuration, upper: Configuration): Configuration {
  const ids = new Set([...Object.keys(lower.settings), ...Object.keys(upper.settings)]);
  return {
    profile: upper.profile ?? lower.profile,
    kubernetesVersion: upper.kubernetesVersion ?? lower.kubernetesVersion,
    podTemplates: upper.podTemplates ?? lower.podTemplates,
    levels: upper.levels[ALL_KEY] === undefined ? { ...lower.levels, ...upper.levels } : upper.levels,
    settings: Object.fromEntries([...ids].map((id) => [id, { ...lower.settings[id], ...upper.settings[id] }])),
    statedExemptions: [...upper.statedExemptions, ...lower.statedExemptions],
  };
}

/** The level of a policy: its own, else that of `all`, else what the profile gives. */
export function levelOf(policy: Policy, { levels, profile = DEFAULT_PROFILE }: Configuration): EnforcementLevel {
  return levels[policy.id] ?? levels[ALL_KEY] ?? (inProfile(policy, profile) ? "mandatory" : "disabled");
}

/**
 * The policies that a configuration leaves on, beside those of a tighter profile that it switches on.
 *
 * @throws ConfigurationError for a Kubernetes version that cannot be judged by.
 */
export function select(policies: readonly Policy[], configuration: Configuration): Selection {
  const { settings, kubernetesVersion, podTemplates, profile = DEFAULT_PROFILE, statedExemptions } = configuration;
  const at = (level: EnforcementLevel) => policies.filter((policy) => levelOf(policy, configuration) === level);
  const off = new Set(at("disabled"));
  try {
    return {
      policies: policies.filter((policy) => !off.has(policy)),
      advisory: new Set(at("advisory").map(({ id }) => id)),
      context: evaluationContext({ kubernetesVersion, settings, podTemplates, today: today() }),
      profile,
      statedExemptions,
    };
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigurationError(error.message);
    throw error;
  }
}
