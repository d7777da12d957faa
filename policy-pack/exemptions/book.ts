import type { Exemption } from "../exemptions.js";
import type { Finding } from "../finding.js";
import type { Policy, Resource } from "../policy.js";
import { UnknownRead } from "../unknown.js";
import { exemptingAnnotations } from "./annotation.js";
import { codeExemption, EXEMPTION_TYPE, targetKey } from "./code.js";
import type { Day } from "./day.js";
import { type CentralRules, NO_RULES } from "./file.js";
import {
  type Assessment,
  assess,
  type HygieneProblem,
  invalidProblem,
  undecidedProblem,
  unusedProblem,
} from "./hygiene.js";
import { matches, type ResourceFacts } from "./match.js";
import { withExpiryNote } from "./notes.js";

/** What there is before the first resource comes. */
export interface ExemptionSources {
  readonly policies: readonly Policy[];
  /** The last day that has begun, UTC. */
  readonly today: Day;
  /** From stack configuration and the central file. */
  readonly stated?: readonly Exemption[] | undefined;
  readonly rules?: CentralRules | undefined;
}

/** A problem, and where it is told. */
export interface LocatedProblem extends HygieneProblem {
  /** Where the exemption is stated. */
  readonly statedAt: string;
  /** Absent where it cannot be read. */
  readonly exemption?: Exemption | undefined;
  /** The resource that states it, for annotations and code. */
  readonly urn?: string | undefined;
  /** Path in that resource. */
  readonly path?: string | undefined;
}

export interface UnusedExemption extends LocatedProblem {
  readonly exemption: Exemption;
}

interface Entry extends Assessment {
  readonly exemption: Exemption;
  readonly urn?: string | undefined;
  readonly path?: string | undefined;
  /** Of an exemption in code, the key of what it is for. */
  readonly target?: string | undefined;
  /** Policies of which it matched a violation, or what may become one. */
  readonly matched: Set<string>;
}

/** Where in the source the value at a path of the resource stands; `undefined` where the source has no lines. */
type PlaceOf = (path: string) => string | undefined;

const NOWHERE: PlaceOf = () => undefined;

/**
 * The exemptions of one run. Resources are noted as they come; a finding may be judged as soon as its resource and what
 * exempts it were noted, which the engine sees to, or after all of them.
 */
export class ExemptionBook {
  private readonly policies: ReadonlyMap<string, Policy>;
  private readonly ids: readonly string[];
  private readonly stated: readonly Entry[];
  /** By the URN of the object. */
  private readonly annotations = new Map<string, Entry[]>();
  /** By the URN of the `Exemption`. */
  private readonly code = new Map<string, Entry>();
  private readonly unreadable = new Map<string, LocatedProblem[]>();
  /** Resources with a parent, by their URN. */
  private readonly known = new Map<string, Pick<Resource, "type" | "name" | "parent">>();

  constructor(private readonly sources: ExemptionSources) {
    this.policies = new Map(sources.policies.map((policy) => [policy.id, policy]));
    this.ids = [...this.policies.keys()];
    this.stated = (sources.stated ?? []).map((exemption) => this.entry(exemption));
  }

  /** Every exemption that could be read. */
  get exemptions(): Exemption[] {
    return this.entries.map(({ exemption }) => exemption);
  }

  /** Every exemption that could be read, and what has become of it. */
  get overview(): readonly (Assessment & { readonly exemption: Exemption; readonly matched: ReadonlySet<string> })[] {
    return this.entries;
  }

  /** Whether there is none that could be read: nothing can be exempt then. */
  get isEmpty(): boolean {
    return this.stated.length + this.annotations.size + this.code.size === 0;
  }

  /** Takes up what a resource states; when it comes again, what it stated before is forgotten. */
  note(resource: Resource, placeOf: PlaceOf = NOWHERE): void {
    const { urn, type, name, parent } = resource;
    if (!this.isEmpty || this.unreadable.size > 0) this.forget(urn);
    if (parent !== undefined) this.known.set(urn, { type, name, parent });
    if (type === EXEMPTION_TYPE)
      this.attempt(urn, "", placeOf("") ?? `exempt() named ${name}`, (statedAt) => {
        const { exemption, target } = codeExemption(resource, this.ids, statedAt);
        this.code.set(urn, { ...this.entry(exemption), urn, target });
      });
    else
      for (const { path, read } of exemptingAnnotations(resource))
        this.attempt(urn, path, placeOf(path) ?? `annotation on ${name}`, (statedAt) => {
          const entry = { ...this.entry(read(this.ids, statedAt)), urn, path };
          this.annotations.set(urn, [...(this.annotations.get(urn) ?? []), entry]);
        });
  }

  /** Whether the resource states exemptions, readable or not. */
  states(urn: string): boolean {
    return this.annotations.has(urn) || this.code.has(urn) || this.unreadable.has(urn);
  }

  /** What is wrong with exemptions of stack configuration and the file. */
  get statedProblems(): LocatedProblem[] {
    return this.stated.flatMap(problemsOf);
  }

  /** What is wrong with exemptions that the resource states. */
  problemsAt(urn: string): LocatedProblem[] {
    const code = this.code.get(urn);
    const entries = [...(this.annotations.get(urn) ?? []), ...(code === undefined ? [] : [code])];
    return [...(this.unreadable.get(urn) ?? []), ...entries.flatMap(problemsOf)];
  }

  /** What is wrong with exemptions, wherever they are stated. */
  get problems(): LocatedProblem[] {
    const urns = new Set([...this.unreadable.keys(), ...this.annotations.keys(), ...this.code.keys()]);
    return [...this.statedProblems, ...[...urns].flatMap((urn) => this.problemsAt(urn))];
  }

  /** Exemptions that hold and matched nothing, among the policies that were judged by. */
  unused(wasJudged: (policy: string) => boolean): UnusedExemption[] {
    return this.entries.flatMap(({ exemption, holding, matched, urn, path }) => {
      const idle = [...holding].filter((id) => !matched.has(id) && wasJudged(id));
      if (idle.length === 0) return [];
      return [{ ...unusedProblem(exemption, idle), exemption, statedAt: exemption.statedAt, urn, path }];
    });
  }

  /** The finding by the exemptions: a violation becomes `exempt`, or says that its exemption has ended. */
  apply<F extends Pick<Finding, "policy" | "status" | "message" | "exemption">>(finding: F, facts: ResourceFacts): F {
    const { status, policy } = finding;
    if (status !== "violation" && status !== "undecided") return finding;
    let exemption: Exemption | undefined;
    let ended: Day | undefined;
    for (const entry of this.candidates(policy, facts))
      if (entry.holding.has(policy)) {
        // What is undecided may become the violation: the exemption is not known to be unused.
        entry.matched.add(policy);
        exemption ??= entry.exemption;
      } else if (entry.ended.has(policy) && (ended ?? "") < entry.exemption.expires) ended = entry.exemption.expires;
    if (status === "undecided") return finding;
    if (exemption !== undefined) return { ...finding, status: "exempt", exemption };
    return ended === undefined ? finding : { ...finding, message: withExpiryNote(finding.message, ended) };
  }

  /** What is for the resource, and for the policy today or until some day; from the nearest to the farthest. */
  private *candidates(policy: string, facts: ResourceFacts): Generator<Entry> {
    const concerns = ({ holding, ended }: Entry): boolean => holding.has(policy) || ended.has(policy);
    if (this.code.size > 0) {
      const lineage = this.lineageOf(facts);
      for (const entry of this.code.values()) if (lineage.has(entry.target ?? "")) yield entry;
    }
    yield* this.annotations.get(facts.urn) ?? [];
    for (const entry of this.stated) if (concerns(entry) && matches(entry.exemption.match, facts)) yield entry;
  }

  /** Keys of the resource and of every component that it is in. */
  private lineageOf({ parent, type, names: [name = ""] }: ResourceFacts): ReadonlySet<string> {
    const keys = new Set([targetKey(parent, type, name)]);
    for (let above = parent; above !== undefined; ) {
      const ancestor = this.known.get(above);
      if (ancestor !== undefined) keys.add(targetKey(ancestor.parent, ancestor.type, ancestor.name));
      above = ancestor?.parent;
    }
    return keys;
  }

  private get entries(): Entry[] {
    return [...this.code.values(), ...[...this.annotations.values()].flat(), ...this.stated];
  }

  private entry(exemption: Exemption): Entry {
    const { rules = NO_RULES, today } = this.sources;
    return { ...assess(exemption, rules, this.policies, today), exemption, matched: new Set() };
  }

  private forget(urn: string): void {
    this.annotations.delete(urn);
    this.code.delete(urn);
    this.unreadable.delete(urn);
  }

  private attempt(urn: string, path: string, statedAt: string, step: (statedAt: string) => void): void {
    try {
      step(statedAt);
    } catch (error) {
      const problem = error instanceof UnknownRead ? undecidedProblem(statedAt) : invalidProblem(error, statedAt);
      this.unreadable.set(urn, [...(this.unreadable.get(urn) ?? []), { ...problem, statedAt, urn, path }]);
    }
  }
}

const problemsOf = ({ problems, exemption, urn, path }: Entry): LocatedProblem[] =>
  problems.map((problem) => ({ ...problem, exemption, statedAt: exemption.statedAt, urn, path }));
