import { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
import { isForPack } from "./configuration-namespace.js";
import { problemsOf } from "./configuration-problems.js";
import { ALL_KEY, type EnforcementLevel, PACK_KEY, packSettings } from "./configuration-schema.js";
import type { PodTemplates } from "./kubernetes/pod-templates.js";
import { DEFAULT_PROFILE, type Policy, PROFILES, type Profile } from "./policy.js";
import { type Configuration, type ExemptionSource, levelOf, NO_CONFIGURATION, overlaid } from "./selection.js";

export interface StackConfigurationSource {
  /** The name of the file, or what stands for it, for people. */
  readonly statedAt: string;
  /** The project's name: one called `rampart` has keys of its own in our namespace, which are left alone. */
  readonly project: string | undefined;
}

/** Policies by id, and `all`, as a file has them. */
type Entries = Readonly<Record<string, EnforcementLevel | Readonly<Record<string, unknown>>>>;

/** What is set for the pack as a whole, as its schema has it. */
interface Pack {
  readonly profile?: Profile;
  readonly kubernetesVersion?: string;
  readonly podTemplates?: PodTemplates;
  readonly policies?: Entries;
  readonly exemptions?: readonly object[];
}

/**
 * Reads what a `--policy-pack-config` file has, over a stack's configuration.
 *
 * @param stack Default: a stack that configures nothing.
 * @param statedAt the name of the file, for people.
 * @throws ConfigurationError naming everything that is wrong.
 */
export function parseConfiguration(
  value: unknown,
  policies: readonly Policy[],
  stack: Configuration = NO_CONFIGURATION,
  statedAt = "the --policy-pack-config file",
): Configuration {
  const problems = problemsOf("file", value, policies);
  if (problems.length > 0) throw ConfigurationError.of(problems);
  const { [PACK_KEY]: pack = {}, environments: _, ...entries } = value as Entries & { [PACK_KEY]?: Pack };
  const source = { channel: "file", statedAt } as const;
  const hidden = configurationOf(pack, pack.policies ?? {}, source);
  const conflicts = [
    ...loosenedProfile(hidden, stack),
    ...Object.keys(entries)
      .filter((id) => pack.policies?.[id] !== undefined)
      .map((id) => ({ path: [id], message: `${id} is set twice, also in ${PACK_KEY}.policies.` })),
    ...indistinct(configurationOf({}, entries, source), hidden, stack, policies),
  ];
  if (conflicts.length > 0) throw ConfigurationError.of(conflicts);
  return configurationOf(pack, { ...pack.policies, ...entries }, source);
}

/**
 * The engine gives a pack the level of every policy, not whether the file sets it: of a looser profile it would switch
 * off what the file sets to `mandatory`.
 */
function loosenedProfile({ profile }: Configuration, stack: Configuration): ConfigurationProblem[] {
  const { profile: own = DEFAULT_PROFILE } = stack;
  if (profile === undefined || PROFILES.indexOf(profile) >= PROFILES.indexOf(own)) return [];
  const message = `${PACK_KEY}.profile: a file can only tighten the stack's profile, which is ${own}. Fix: pulumi config set ${PACK_KEY}:profile ${profile}.`;
  return [{ path: [PACK_KEY, "profile"], message }];
}

/** Entries that are, in the engine, the same as none, and mean something else. */
function indistinct(
  entries: Configuration,
  rest: Configuration,
  stack: Configuration,
  policies: readonly Policy[],
): ConfigurationProblem[] {
  if (entries.levels[ALL_KEY] !== undefined) return [];
  const without = overlaid(stack, rest);
  return policies
    .filter((policy) => {
      const level = entries.levels[policy.id];
      return level !== undefined && level === levelOf(policy, stack) && level !== levelOf(policy, without);
    })
    .map(({ id }) => {
      const message = `${id}: beside ${PACK_KEY} the engine cannot tell this level from none. Fix: move it to ${PACK_KEY}.policies.`;
      return { path: [id], message };
    });
}

/**
 * Reads the keys `rampart:*` of a stack's configuration, each named without its namespace. Structures may be JSON text,
 * as the engine gives them; numbers are text to it.
 *
 * @throws ConfigurationError naming everything that is wrong.
 */
export function parseStackConfiguration(
  values: Readonly<Record<string, unknown>>,
  policies: readonly Policy[],
  { statedAt, project }: StackConfigurationSource,
): Configuration {
  const schemas: Readonly<Record<string, { readonly type: string }>> = packSettings();
  const unreadable: ConfigurationProblem[] = [];
  const ours = Object.entries(values).filter(([key]) => isForPack(key, project));
  const read = ours.map(([key, value]) => {
    const own = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    if (own?.type === "string") return [key, typeof value === "number" ? String(value) : value];
    if (own === undefined || typeof value !== "string") return [key, value];
    try {
      return [key, JSON.parse(value)];
    } catch {
      unreadable.push({ path: [key], message: `${PACK_KEY}:${key} must be an object or its JSON.` });
      return [key, undefined];
    }
  });
  const pack: Pack = Object.fromEntries(read.filter(([, value]) => value !== undefined));
  const problems = [...unreadable, ...problemsOf("pack", pack, policies)];
  if (problems.length > 0)
    throw ConfigurationError.of(
      problems.map(({ path: [key = "", ...rest], message }) => ({ path: [`${PACK_KEY}:${key}`, ...rest], message })),
    );
  return configurationOf(pack, pack.policies ?? {}, { channel: "stack configuration", statedAt });
}

function configurationOf(pack: Pack, entries: Entries, source: ExemptionSource): Configuration {
  const { policies: _, exemptions, ...rest } = pack;
  const levels: Record<string, EnforcementLevel> = {};
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [key, entry] of Object.entries(entries)) {
    const { enforcementLevel, ...own } = typeof entry === "string" ? { enforcementLevel: entry } : entry;
    if (enforcementLevel !== undefined) levels[key] = enforcementLevel as EnforcementLevel;
    if (Object.keys(own).length > 0) settings[key] = own;
  }
  const statedExemptions = exemptions === undefined ? [] : [{ ...source, value: exemptions }];
  return { ...rest, levels, settings, statedExemptions };
}
