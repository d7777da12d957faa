import {
  type EnforcementLevel,
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { evaluator } from "./evaluate.js";
import type { Finding, Status } from "./finding.js";
import { FindingsByUrn, NOTHING_TO_REPORT } from "./findings-by-urn.js";
import { DEFAULT_PROFILE, inProfile, type NonEmpty, type Policy } from "./policy.js";
import { Remediation } from "./remediation.js";
import { plain } from "./unknown.js";

/**
 * Findings that are no violations, as policies of their own: `reportViolation` has one level a policy, and text that
 * nobody can act on yet must not look like a refusal.
 */
const ADVISORIES: readonly { readonly status: Status; readonly name: string; readonly description: string }[] = [
  { status: "undecided", name: "rampart-undecided", description: "Not decided before deployment." },
  { status: "not-inspected", name: "rampart-not-inspected", description: "Not inspected." },
  { status: "error", name: "rampart-error", description: "A check failed." },
];

/** Starts the pack's server; the SDK prints the port, which must be the first thing on standard output. */
export function startPack(policies: NonEmpty<Policy>): void {
  const prepared = evaluator(policies);
  const names = [...policies.map(({ id }) => id), ...ADVISORIES.map(({ name }) => name)];
  const ofResources = new FindingsByUrn();
  const ofStack = new FindingsByUrn();
  const remediation = new Remediation(policies, evaluator);
  /** Whether a stack policy can have something to say; where not, the SDK need not decode the whole stack for it. */
  let hasRelations: boolean | undefined;
  const isOn = (policy: string): boolean => ofResources.isOn(policy) || ofStack.isOn(policy);

  const validateResource = (name: string): ResourceValidationPolicy["validateResource"] => {
    const index = names.indexOf(name);
    const judge = ({ type, urn, name, props }: ResourceValidationArgs) => {
      const resource = { type, urn, name, props: plain(props) };
      hasRelations = hasRelations === true || prepared.related(resource);
      return byPolicy(prepared.resource(resource));
    };
    const run = (args: ResourceValidationArgs, report: ReportViolation): void => {
      for (const { message } of reported(
        ofResources.take(name, index, args.urn, () => judge(args)),
        isOn,
      ))
        report(message);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => ofResources.typeFor(name, index) });
  };
  const remediateResource = (name: string): ResourceValidationPolicy["remediateResource"] => {
    const index = names.indexOf(name);
    const run = (args: ResourceValidationArgs) => remediation.run(name, index, args);
    return Object.defineProperty(run, "__pulumiType", { get: () => remediation.typeFor(name, index) });
  };
  const validateStack = (name: string): StackValidationPolicy["validateStack"] => {
    const index = names.indexOf(name);
    const judge = ({ resources }: StackValidationArgs) => {
      const all = resources.map(({ type, urn, name, props }) => ({ type, urn, name, props: plain(props) }));
      return byPolicy(prepared.stack(all.filter(prepared.related)));
    };
    const run = (args: StackValidationArgs, report: ReportViolation): void => {
      for (const { message, resource } of reported(
        ofStack.take(name, index, STACK, () => judge(args)),
        isOn,
      ))
        report(message, resource.urn || undefined);
    };
    const type = (): string | undefined => {
      const asked = ofStack.typeFor(name, index);
      return hasRelations === false ? NOTHING_TO_REPORT : asked;
    };
    return Object.defineProperty(run, "__pulumiType", { get: type });
  };

  new PolicyPack("rampart", {
    enforcementLevel: "mandatory",
    policies: [
      ...policies.map((policy) => ({
        name: policy.id,
        // The SDK prints it before every message, so it says what the message does not.
        description: `${policy.rationale}`,
        displayName: policy.title,
        severity: policy.severity,
        remediationSteps: policy.remediation,
        tags: [policy.topic, policy.profile, ...policy.references],
        enforcementLevel: levelOf(policy),
        ...(policy.subject === "stack"
          ? { validateStack: validateStack(policy.id) }
          : { validateResource: validateResource(policy.id) }),
        ...(policy.fixable && { remediateResource: remediateResource(policy.id) }),
      })),
      // What is no violation can come of a resource as of the stack.
      ...ADVISORIES.map(({ name, description }) => ({
        name,
        description,
        enforcementLevel: "advisory" as const,
        validateResource: validateResource(name),
        validateStack: validateStack(name),
      })),
    ],
  });
}

/** Stands for the URN, where the findings are on the stack. */
const STACK = "stack";

/** Policies of a tighter profile than the default are there to be switched on. */
const levelOf = (policy: Policy): EnforcementLevel => (inProfile(policy, DEFAULT_PROFILE) ? "mandatory" : "disabled");

/** Findings by the CrossGuard policy that reports them. */
function byPolicy(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const grouped = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = ADVISORIES.find(({ status }) => status === finding.status)?.name ?? finding.policy;
    grouped.set(name, [...(grouped.get(name) ?? []), finding]);
  }
  return grouped;
}

/** What is shown: nothing of policies that are off, which the advisories would tell of else. */
const reported = (findings: readonly Finding[], isOn: (policy: string) => boolean): Finding[] =>
  merged(findings.filter(({ policy, status }) => status === "violation" || status === policy || isOn(policy)));

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
