import { ConfigurationError } from "./configuration-error.js";
import { isForPack } from "./configuration-namespace.js";
import { ALL_KEY, type EnforcementLevel, PACK_KEY } from "./configuration-schema.js";
import { DEFAULT_PROFILE, type Policy } from "./policy.js";
import { type Configuration, levelOf, NO_CONFIGURATION, overlaid, type Selection, select } from "./selection.js";
import { resolveSettings } from "./settings.js";

/** What the engine sends of one policy: the pack's defaults with those of the file over them. */
export interface ReceivedEntry {
  /** Any that CrossGuard has, offered by our policies or not. */
  readonly level: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The part of a stack that concerns the pack. */
export interface StackValues {
  readonly project: string;
  /** As the engine has them: `rampart:profile`, text or JSON. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The pack's configuration, as it comes in: the stack's values first, then the engine asks for defaults, and then it
 * sends these with the file's over them. Nothing is judged by a configuration that cannot be read.
 */
export class ConfigurationFromEngine {
  private values: StackValues = { project: "", values: {} };
  private known: { readonly stack: Configuration; readonly error?: ConfigurationError } | undefined;

  /** @param own levels of the pack's policies that report what is no violation; nobody sets them. */
  constructor(
    private readonly policies: readonly Policy[],
    private readonly own: Readonly<Record<string, EnforcementLevel>>,
  ) {}

  /** Takes the stack's configuration; what is wrong with it is raised when the pack is configured or asked to judge. */
  setStack(values: StackValues): void {
    this.values = values;
    this.known = undefined;
  }

  private get stack(): Configuration {
    this.known ??= this.readStack();
    return this.known.stack;
  }

  private get stackError(): ConfigurationError | undefined {
    this.known ??= this.readStack();
    return this.known.error;
  }

  private readStack(): { readonly stack: Configuration; readonly error?: ConfigurationError } {
    const { values, project } = this.values;
    const own = Object.entries(values)
      .filter(([key]) => key.startsWith(`${PACK_KEY}:`))
      .map(([key, value]) => [key.slice(PACK_KEY.length + 1), value] as const)
      .filter(([key]) => isForPack(key, project));
    if (own.length === 0) return { stack: NO_CONFIGURATION };
    const source = { statedAt: "the stack's configuration", project };
    try {
      return { stack: parser().parseStackConfiguration(Object.fromEntries(own), this.policies, source) };
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return { stack: NO_CONFIGURATION, error };
    }
  }

  /** The level that the policy has unless a file says otherwise. */
  defaultLevel(policy: Policy): EnforcementLevel {
    return levelOf(policy, this.stack);
  }

  /** The values that the policy's settings have unless a file says otherwise. */
  defaultSettings(policy: Policy): Readonly<Record<string, unknown>> {
    return resolveSettings(policy.settings ?? {}, this.stack.settings[policy.id]);
  }

  /** The values that the pack as a whole has unless a file says otherwise, as far as the engine is told of them. */
  get packDefaults(): Readonly<Record<string, unknown>> {
    return { profile: this.stack.profile ?? DEFAULT_PROFILE };
  }

  /**
   * What is judged by where no file is.
   *
   * @throws ConfigurationError for a stack's configuration that cannot be read.
   */
  get withoutFile(): Selection {
    if (this.stackError !== undefined) throw this.stackError;
    return select(this.policies, this.stack);
  }

  /**
   * What is judged by, and the level of each policy.
   *
   * @throws ConfigurationError naming everything that is wrong, with names that no policy has among it.
   */
  received(entries: ReadonlyMap<string, ReceivedEntry>): {
    readonly selection: Selection;
    readonly levels: ReadonlyMap<string, EnforcementLevel>;
  } {
    const file = this.fileBehind(entries);
    const { stack, stackError } = this;
    let configuration = stack;
    try {
      if (Object.keys(file).length > 0)
        configuration = overlaid(stack, parser().parseConfiguration(file, this.policies, stack));
    } catch (error) {
      if (!(error instanceof ConfigurationError) || stackError === undefined) throw error;
      throw ConfigurationError.of([...stackError.problems, ...error.problems]);
    }
    if (stackError !== undefined) throw stackError;
    const levels = this.policies.map((policy) => [policy.id, levelOf(policy, configuration)] as const);
    return {
      selection: select(this.policies, configuration),
      levels: new Map([...levels, ...Object.entries(this.own)]),
    };
  }

  /** What differs from the pack's defaults, which is what the file sets; whatever is the same changes nothing. */
  private fileBehind(entries: ReadonlyMap<string, ReceivedEntry>): Readonly<Record<string, unknown>> {
    const file: Record<string, unknown> = {};
    // The engine applies it to the pack's own policies as well, and passes it on.
    const all = entries.get(ALL_KEY)?.level;
    const defaults = new Map<string, ReceivedEntry>([
      ...Object.entries(this.own).map(([name, level]) => [name, { level, properties: {} }] as const),
      [PACK_KEY, { level: this.own[PACK_KEY] ?? "", properties: this.packDefaults }],
      ...this.policies.map(
        (policy) =>
          [policy.id, { level: this.defaultLevel(policy), properties: this.defaultSettings(policy) }] as const,
      ),
    ]);
    for (const [name, { level, properties }] of entries) {
      const usual = defaults.get(name);
      if (name === ALL_KEY) {
        file[name] = { enforcementLevel: level, ...properties };
        continue;
      }
      const isSet = usual === undefined || level !== (all ?? usual.level);
      const set = Object.entries(properties).filter(([key, value]) => !same(value, usual?.properties[key]));
      if (isSet || set.length > 0)
        file[name] = { ...(isSet ? { enforcementLevel: level } : {}), ...Object.fromEntries(set) };
    }
    return file;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Its validator takes a third of the time in which the pack starts, and most stacks configure nothing. */
const parser = () => require("./configuration.js") as typeof import("./configuration.js");
