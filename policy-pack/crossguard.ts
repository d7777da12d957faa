import {
  type EnforcementLevel,
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
} from "@pulumi/policy";
import { type Evaluator, evaluator } from "./evaluate.js";
import type { Finding, Status } from "./finding.js";
import { FindingsByUrn } from "./findings-by-urn.js";
import { DEFAULT_PROFILE, inProfile, type NonEmpty, type Policy } from "./policy.js";
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
  const findings = new FindingsByUrn();
  const prepared = evaluator(policies);
  const names = [...policies.map(({ id }) => id), ...ADVISORIES.map(({ name }) => name)];
  const validate = (name: string): ResourceValidationPolicy["validateResource"] => {
    const index = names.indexOf(name);
    const run = (args: ResourceValidationArgs, report: ReportViolation): void => {
      for (const { message } of findings.take(name, index, args.urn, () => byPolicy(judge(args, prepared))))
        report(message);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => findings.typeFor(name, index) });
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
        validateResource: validate(policy.id),
      })),
      ...ADVISORIES.map(({ name, description }) => ({
        name,
        description,
        enforcementLevel: "advisory" as const,
        validateResource: validate(name),
      })),
    ] as ResourceValidationPolicy[],
  });
}

/** Policies of a tighter profile than the default are there to be switched on. */
const levelOf = (policy: Policy): EnforcementLevel => (inProfile(policy, DEFAULT_PROFILE) ? "mandatory" : "disabled");

function judge({ type, urn, name, props }: ResourceValidationArgs, { resource }: Evaluator): Finding[] {
  return resource({ type, urn, name, props: plain(props) });
}

/** Findings by the CrossGuard policy that reports them. */
function byPolicy(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const grouped = new Map<string, Finding[]>();
  for (const finding of merged(findings)) {
    const name = ADVISORIES.find(({ status }) => status === finding.status)?.name ?? finding.policy;
    grouped.set(name, [...(grouped.get(name) ?? []), finding]);
  }
  return grouped;
}

/** One unknown value can leave many policies undecided: they are one text. */
function merged(findings: readonly Finding[]): Finding[] {
  const rest = findings.filter(({ status }) => status !== "undecided");
  const unknown = new Map<string, Finding[]>();
  for (const finding of findings)
    if (finding.status === "undecided") unknown.set(finding.path, [...(unknown.get(finding.path) ?? []), finding]);
  for (const [path, [first, ...others]] of unknown) {
    if (first === undefined) continue;
    const ids = [first, ...others].map(({ policy }) => policy);
    const more = ids.length > 3 ? ` and ${ids.length - 3} more` : "";
    const message = `${path} is unknown until deployment; decided then: ${ids.slice(0, 3).join(", ")}${more}.`;
    rest.push(others.length === 0 ? first : { ...first, message });
  }
  return rest;
}
