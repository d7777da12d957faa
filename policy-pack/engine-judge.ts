import { evaluator } from "./evaluate.js";
import { EngineExemptions } from "./exemptions/engine.js";
import type { CentralFile } from "./exemptions/file.js";
import { HYGIENE_RULES } from "./exemptions/hygiene.js";
import { exemptionsIn } from "./exemptions/stack-configuration.js";
import type { Finding, Status } from "./finding.js";
import { FindingsByUrn, NOTHING_TO_REPORT } from "./findings-by-urn.js";
import type { Policy, Resource } from "./policy.js";
import { Remediation } from "./remediation.js";
import { withinLimit } from "./response-limit.js";
import type { Selection } from "./selection.js";
import { plain } from "./unknown.js";

/**
 * Findings that are no violations, as policies of their own: `reportViolation` has one level a policy, and text that
 * nobody can act on yet must not look like a refusal.
 */
export const ADVISORIES: readonly { readonly status: Status; readonly name: string; readonly description: string }[] = [
  { status: "undecided", name: "rampart-undecided", description: "Not decided before deployment." },
  { status: "not-inspected", name: "rampart-not-inspected", description: "Not inspected." },
  { status: "error", name: "rampart-error", description: "A check failed." },
  { status: "exempt", name: "rampart-exempt", description: "A violation that somebody answers for." },
];

/** A resource as the SDK hands it over: its values behind a proxy. */
export type RegisteredResource = Omit<Resource, "props"> & { readonly props: object };

/** Findings as the SDK asks for them, policy by policy, for one configuration. */
export type Judge = ReturnType<typeof judgeBy>;

/**
 * Judges by one configuration.
 *
 * @param policies all of them, on or off.
 * @throws ConfigurationError for stated exemptions that cannot be read: nothing is exempt then.
 */
export function judgeBy(selection: Selection, policies: readonly Policy[], central: CentralFile | undefined) {
  const prepared = evaluator(selection.policies, selection.context);
  // The engine asks about no deletion, so that nothing could have matched.
  const on = new Set(selection.policies.filter(({ subject }) => subject !== "deletion").map(({ id }) => id));
  const ids = policies.map(({ id }) => id);
  const exemptions = new EngineExemptions(policies, exemptionsIn(selection.statedExemptions, ids), central);
  const described = new Map([...policies, ...HYGIENE_RULES].map(({ id, rationale }) => [id, rationale]));
  // What is exempt stays as it is.
  const remediation = new Remediation(policies, (some) => {
    const evaluates = evaluator(some, selection.context);
    const resource = (each: Resource) => exemptions.resource(each, evaluates.resource(each));
    return { ...evaluates, resource };
  });
  const ofResources = new FindingsByUrn();
  const ofStack = new FindingsByUrn();
  /** Whether a stack policy can have something to say; where not, the SDK need not decode the whole stack for it. */
  let hasRelations: boolean | undefined;
  return {
    remediation,
    typeForResource: (policy: string, index: number) => ofResources.typeFor(policy, index),
    typeForStack(policy: string, index: number) {
      const asked = ofStack.typeFor(policy, index);
      return hasRelations === false ? NOTHING_TO_REPORT : asked;
    },
    resource: (policy: string, index: number, registered: RegisteredResource) =>
      merged(
        ofResources.take(policy, index, registered.urn, () => {
          const resource = { ...registered, props: plain(registered.props) };
          hasRelations = hasRelations === true || prepared.related(resource);
          return byPolicy(exemptions.resource(resource, prepared.resource(resource)));
        }),
      ),
    stack: (policy: string, index: number, registered: readonly RegisteredResource[]) =>
      merged(
        ofStack.take(policy, index, STACK, () => {
          const related = registered
            .map((resource) => ({ ...resource, props: plain(resource.props) }))
            .filter(prepared.related);
          const found = byPolicy(exemptions.stack(related, prepared.stack(related)));
          return withinLimit(found, (name) => described.get(name) ?? "");
        }),
      ),
    get hasExemptions() {
      return !exemptions.isEmpty;
    },
    unusedExemptions: () => exemptions.unused((policy) => on.has(policy)),
  };
}

/** Stands for the URN, where the findings are on the stack. */
const STACK = "stack";

/** Findings by the CrossGuard policy that reports them. */
function byPolicy(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const grouped = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = ADVISORIES.find(({ status }) => status === finding.status)?.name ?? finding.policy;
    grouped.set(name, [...(grouped.get(name) ?? []), finding]);
  }
  return grouped;
}

/** One unknown value can leave many policies undecided: they are one text. */
function merged(findings: readonly Finding[]): Finding[] {
  const rest = findings.filter(({ status }) => status !== "undecided");
  const unknown = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.status !== "undecided") continue;
    const key = `${finding.resource.urn} ${finding.path}`;
    unknown.set(key, [...(unknown.get(key) ?? []), finding]);
  }
  for (const [first, ...others] of unknown.values()) {
    if (first === undefined) continue;
    const { path } = first;
    const ids = [first, ...others].map(({ policy }) => policy);
    const more = ids.length > 3 ? ` and ${ids.length - 3} more` : "";
    const message = `${path} is unknown until deployment; decided then: ${ids.slice(0, 3).join(", ")}${more}.`;
    rest.push(others.length === 0 ? first : { ...first, message });
  }
  return rest;
}
