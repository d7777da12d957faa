import type { Evaluator } from "./evaluate.js";
import type { Finding } from "./finding.js";
import { FindingsByUrn } from "./findings-by-urn.js";
import type { Policy } from "./policy.js";
import { editsOf, remedy } from "./remedy.js";
import { plainByReading } from "./unknown.js";

/** A resource whose inputs are to be changed in place, as the SDK hands it over. */
interface Remediable {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: object;
  /** URN. */
  readonly parent?: string | undefined;
}

/**
 * Fixes resources policy by policy, as the engine asks for those that are at the level `remediate`. The first that is
 * asked about a resource looks for all; the others are skipped where they have nothing to fix.
 */
export class Remediation {
  private readonly fixable: readonly Policy[];
  private all: Evaluator | undefined;
  private readonly waiting = new FindingsByUrn();

  constructor(
    private readonly policies: readonly Policy[],
    private readonly evaluatorOf: (policies: readonly Policy[]) => Evaluator,
  ) {
    this.fixable = policies.filter(({ fixable }) => fixable);
  }

  /** As `FindingsByUrn.typeFor`. */
  typeFor(policy: string, index: number): string | undefined {
    return this.waiting.typeFor(policy, index);
  }

  /** @returns the inputs, where the policy's fix has changed them. */
  run(policy: string, index: number, { type, urn, name, props, parent }: Remediable): object | undefined {
    const read = () => ({ type, urn, name, props: plainByReading(props), parent });
    const found = this.waiting.take(policy, index, urn, () => {
      // Not before it is asked: most packs remediate nothing.
      this.all ??= this.evaluatorOf(this.fixable);
      return withEdits(this.all.resource(read()));
    });
    if (found.length === 0) return undefined;
    // Those asked before may have waited for this one's fix: privilege escalation for what needs it.
    const asked = this.fixable.filter(
      ({ id }) => this.waiting.isOn(id) && this.policies.findIndex((each) => each.id === id) <= index,
    );
    return remedy(props, read, this.evaluatorOf(asked)) ? props : undefined;
  }
}

/** The findings that can be fixed, by policy. */
function withEdits(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return new Map(
    findings.filter((finding) => editsOf(finding).length > 0).map((finding) => [finding.policy, [finding]]),
  );
}
