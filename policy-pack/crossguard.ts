import {
  type PolicyConfigSchema,
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { ConfigurationFromEngine } from "./configuration-from-engine.js";
import { type EnforcementLevel, PACK_KEY, packSettings } from "./configuration-schema.js";
import { listenToEngine } from "./engine-requests.js";
import { evaluator } from "./evaluate.js";
import type { Finding, Status } from "./finding.js";
import { FindingsByUrn, NOTHING_TO_REPORT } from "./findings-by-urn.js";
import type { NonEmpty, Policy } from "./policy.js";
import type { Selection } from "./selection.js";
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

/** The policy that stands for the pack as a whole, so that the engine takes its key in a configuration. */
const PACK = {
  name: PACK_KEY,
  description: "The Rampart policy pack.",
  enforcementLevel: "mandatory",
} as const;

/** Starts the pack's server; the SDK prints the port, which must be the first thing on standard output. */
export function startPack(policies: NonEmpty<Policy>): void {
  const own: Record<string, EnforcementLevel> = { [PACK.name]: PACK.enforcementLevel };
  for (const { name } of ADVISORIES) own[name] = "advisory";
  const configuration = new ConfigurationFromEngine(policies, own);
  let levels: ReadonlyMap<string, EnforcementLevel> = new Map();
  let isConfigured = false;
  let judge: Judge | undefined;
  /** Raises what is wrong with the configuration, so that nothing passes by one that nobody could read. */
  const judging = (): Judge => {
    judge ??= judgeBy(configuration.withoutFile);
    return judge;
  };
  listenToEngine({
    stack: (values) => {
      configuration.setStack(values);
      judge = undefined;
    },
    configured: (entries) => {
      isConfigured = true;
      const received = configuration.received(entries);
      levels = received.levels;
      judge = judgeBy(received.selection);
      return levels;
    },
  });
  // Engines that send no stack's configuration have it in the environment.
  configuration.setStack({
    project: process.env.PULUMI_NODEJS_PROJECT ?? "",
    values: JSON.parse(process.env.PULUMI_CONFIG ?? "{}"),
  });

  const names = [PACK.name, ...policies.map(({ id }) => id), ...ADVISORIES.map(({ name }) => name)];
  const validateResource = (name: string): ResourceValidationPolicy["validateResource"] => {
    const index = names.indexOf(name);
    const run = (args: ResourceValidationArgs, report: ReportViolation): void => {
      if (!isConfigured && Object.keys(args.getConfig()).length > 0)
        throw new Error(
          "The pack was configured and has not seen it: this version of @pulumi/policy is not supported.",
        );
      for (const { message } of merged(judging().resource(name, index, args))) report(message);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => judging().typeForResource(name, index) });
  };
  const validateStack = (name: string): StackValidationPolicy["validateStack"] => {
    const index = names.indexOf(name);
    const run = (args: StackValidationArgs, report: ReportViolation): void => {
      for (const { message, resource } of merged(judging().stack(name, index, args)))
        report(message, resource.urn || undefined);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => judging().typeForStack(name, index) });
  };

  new PolicyPack("rampart", {
    enforcementLevel: "mandatory",
    policies: [
      {
        ...PACK,
        get configSchema() {
          return schemaOf(packSettings(), configuration.packDefaults);
        },
        // The SDK asks policies in order, and the first that is on judges for all.
        validateResource: validateResource(PACK.name),
        validateStack: validateStack(PACK.name),
      },
      ...policies.map((policy) => ({
        name: policy.id,
        // The SDK prints it before every message, so it says what the message does not.
        description: `${policy.rationale}`,
        displayName: policy.title,
        severity: policy.severity,
        remediationSteps: policy.remediation,
        tags: [policy.topic, policy.profile, ...policy.references],
        // The engine asks when it has told of the stack.
        get enforcementLevel() {
          return levels.get(policy.id) ?? configuration.defaultLevel(policy);
        },
        get configSchema() {
          return schemaOf(policy.settings ?? {}, configuration.defaultSettings(policy));
        },
        ...(policy.subject === "stack"
          ? { validateStack: validateStack(policy.id) }
          : { validateResource: validateResource(policy.id) }),
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

/** What the engine checks the types by, and merges a file's values over. */
function schemaOf(
  settings: Readonly<Record<string, object>>,
  defaults: Readonly<Record<string, unknown>>,
): PolicyConfigSchema {
  const properties = Object.entries(settings).map(([name, setting]) => [
    name,
    name in defaults ? { ...setting, default: defaults[name] } : setting,
  ]);
  return { properties: Object.fromEntries(properties) };
}

/** Findings as the SDK asks for them, policy by policy, for one configuration. */
type Judge = ReturnType<typeof judgeBy>;

function judgeBy({ policies, context }: Selection) {
  const prepared = evaluator(policies, context);
  const ofResources = new FindingsByUrn();
  const ofStack = new FindingsByUrn();
  /** Whether a stack policy can have something to say; where not, the SDK need not decode the whole stack for it. */
  let hasRelations: boolean | undefined;
  return {
    typeForResource: (policy: string, index: number) => ofResources.typeFor(policy, index),
    typeForStack(policy: string, index: number) {
      const asked = ofStack.typeFor(policy, index);
      return hasRelations === false ? NOTHING_TO_REPORT : asked;
    },
    resource: (policy: string, index: number, { type, urn, name, props }: ResourceValidationArgs) =>
      ofResources.take(policy, index, urn, () => {
        const resource = { type, urn, name, props: plain(props) };
        hasRelations = hasRelations === true || prepared.related(resource);
        return byPolicy(prepared.resource(resource));
      }),
    stack: (policy: string, index: number, { resources }: StackValidationArgs) =>
      ofStack.take(policy, index, STACK, () => {
        const all = resources.map(({ type, urn, name, props }) => ({ type, urn, name, props: plain(props) }));
        return byPolicy(prepared.stack(all.filter(prepared.related)));
      }),
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
