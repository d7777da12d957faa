import {
  type EnforcementLevel,
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Config, RunError } from "@pulumi/pulumi";
import { ConfigurationError } from "./configuration-error.js";
import { evaluator } from "./evaluate.js";
import { EngineExemptions } from "./exemptions/engine.js";
import { HYGIENE, HYGIENE_RULES } from "./exemptions/hygiene.js";
import { exemptionsInStackConfiguration } from "./exemptions/stack-configuration.js";
import type { Finding, Status } from "./finding.js";
import { FindingsByUrn, NOTHING_TO_REPORT } from "./findings-by-urn.js";
import { DEFAULT_PROFILE, inProfile, type NonEmpty, type Policy } from "./policy.js";
import { withinLimit } from "./response-limit.js";
import { plain } from "./unknown.js";

/**
 * Findings that are no violations, as policies of their own: `reportViolation` has one level a policy, and text that
 * nobody can act on yet must not look like a refusal.
 */
const ADVISORIES: readonly { readonly status: Status; readonly name: string; readonly description: string }[] = [
  { status: "undecided", name: "rampart-undecided", description: "Not decided before deployment." },
  { status: "not-inspected", name: "rampart-not-inspected", description: "Not inspected." },
  { status: "error", name: "rampart-error", description: "A check failed." },
  { status: "exempt", name: "rampart-exempt", description: "A violation that somebody answers for." },
];

/** Starts the pack's server; the SDK prints the port, which must be the first thing on standard output. */
export function startPack(policies: NonEmpty<Policy>): void {
  const prepared = evaluator(policies);
  const names = [...policies, ...HYGIENE_RULES, ...ADVISORIES.map(({ name }) => ({ id: name }))].map(({ id }) => id);
  const exemptions = exemptionsBeside(policies);
  const ofResources = new FindingsByUrn();
  const ofStack = new FindingsByUrn();
  /** Whether a stack policy can have something to say; where not, the SDK need not decode the whole stack for it. */
  let hasRelations: boolean | undefined;
  const describe = (name: string): string =>
    [...policies, ...HYGIENE_RULES].find(({ id }) => id === name)?.rationale ?? "";
  const isOn = (policy: string): boolean => ofResources.isOn(policy) || ofStack.isOn(policy);

  const validateResource = (name: string): ResourceValidationPolicy["validateResource"] => {
    const index = names.indexOf(name);
    const judge = ({ type, urn, name, props, opts: { parent } }: ResourceValidationArgs) => {
      const resource = { type, urn, name, props: plain(props), parent };
      hasRelations = hasRelations === true || prepared.related(resource);
      return byPolicy(exemptions.resource(resource, prepared.resource(resource)));
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
  const validateStack = (name: string): StackValidationPolicy["validateStack"] => {
    const index = names.indexOf(name);
    const judge = ({ resources }: StackValidationArgs) => {
      const all = resources.map(({ type, urn, name, props, parent }) => ({
        ...{ type, urn, name, props: plain(props) },
        parent: parent?.urn,
      }));
      const related = all.filter(prepared.related);
      return withinLimit(byPolicy(exemptions.stack(related, prepared.stack(related))), describe);
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

  const validateUnused = (_: StackValidationArgs, report: ReportViolation): void => {
    for (const { message, urn } of exemptions.unused(isOn)) report(message, urn);
  };
  Object.defineProperty(validateUnused, "__pulumiType", {
    get: () => (exemptions.isEmpty ? NOTHING_TO_REPORT : undefined),
  });

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
      })),
      ...HYGIENE_RULES.map((rule) => ({
        name: rule.id,
        description: rule.rationale,
        displayName: rule.title,
        severity: rule.severity,
        remediationSteps: rule.remediation,
        enforcementLevel: rule.level,
        ...(rule === HYGIENE.unused
          ? { validateStack: validateUnused }
          : { validateResource: validateResource(rule.id) }),
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

/** The exemptions that are stated beside the program. What cannot be read ends the pack, so that nothing is exempt. */
function exemptionsBeside(policies: readonly Policy[]): EngineExemptions {
  const ids = policies.map(({ id }) => id);
  try {
    return new EngineExemptions(policies, exemptionsInStackConfiguration(configured("exemptions"), ids));
  } catch (error) {
    // The SDK shows no stack trace of these.
    if (error instanceof ConfigurationError) throw new RunError(error.message);
    throw error;
  }
}

/** A value of stack configuration under `rampart`, as an object where it is one. */
function configured(key: string): unknown {
  try {
    return new Config("rampart").getObject(key);
  } catch {
    // The SDK's own error quotes the value, which may be a secret; as a text it is refused where it is read.
    return "";
  }
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
