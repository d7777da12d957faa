import type { Exemption } from "../exemptions.js";
import type { Finding } from "../finding.js";
import type { Policy, Resource } from "../policy.js";
import { ExemptionBook, type UnusedExemption } from "./book.js";
import { today } from "./day.js";
import type { CentralFile } from "./file.js";
import { hygieneFinding } from "./hygiene.js";
import { factsOf } from "./match.js";
import { exemptNote, shortened } from "./notes.js";

/** Type of the resource at the root, on which exemptions are judged that no resource states. */
const ROOT = "pulumi:pulumi:Stack";

/** The exemptions of a stack that the engine hands over resource by resource. */
export class EngineExemptions {
  private readonly book: ExemptionBook;

  /**
   * @param policies all of them, on or off.
   * @param ofStack those of configuration.
   * @param file the security team's; default: none.
   */
  constructor(policies: readonly Policy[], ofStack: readonly Exemption[], file?: CentralFile) {
    const stated = [...ofStack, ...(file?.exemptions ?? [])];
    this.book = new ExemptionBook({ policies, today: today(), stated, rules: file });
  }

  /** Whether nothing can be exempt, and no exemption be unused. */
  get isEmpty(): boolean {
    return this.book.isEmpty;
  }

  /** The resource's findings by the exemptions, and what is wrong with those that it states. */
  resource(resource: Resource, findings: readonly Finding[]): Finding[] {
    this.book.note(resource);
    const stated = resource.type === ROOT ? this.book.statedProblems : [];
    const problems = [...this.book.problemsAt(resource.urn), ...stated];
    if (findings.length === 0 && problems.length === 0) return [];
    return [...this.applied(resource, findings), ...problems.map((problem) => hygieneFinding(problem, resource))];
  }

  /** Findings on relations, which come when every resource was there. */
  stack(resources: readonly Resource[], findings: readonly Finding[]): Finding[] {
    if (this.book.isEmpty) return [...findings];
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return findings.flatMap((finding) => {
      const resource = byUrn.get(finding.resource.urn);
      return resource === undefined ? [finding] : this.applied(resource, [finding]);
    });
  }

  /** What is unused, for the end. The central file serves other stacks as well: what this one needs not is one line. */
  unused(wasJudged: (policy: string) => boolean): Pick<UnusedExemption, "message" | "urn">[] {
    const unused = this.book.unused(wasJudged);
    const foreign = unused.filter(({ exemption }) => exemption.channel === "file");
    if (foreign.length < 2) return unused;
    const places = foreign.map(({ statedAt }) => statedAt).join(", ");
    const message = `${foreign.length} exemptions of the central file matched no violation in this stack: ${places}`;
    const own = unused.filter(({ exemption }) => exemption.channel !== "file");
    return [...own, { message: `${shortened(message, 250)}. Fix: see rampart exemptions.` }];
  }

  private applied(resource: Resource, findings: readonly Finding[]): Finding[] {
    const facts = factsOf(resource);
    return findings.map((finding) => {
      const applied = this.book.apply(finding, facts);
      const { policy, exemption } = applied;
      return exemption === undefined ? applied : { ...applied, message: exemptNote(policy, exemption) };
    });
  }
}
