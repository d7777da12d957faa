import {
  type PolicyConfigSchema,
  PolicyPack,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { RunError } from "@pulumi/pulumi";
import { ConfigurationError } from "./configuration-error.js";
import { ConfigurationFromEngine } from "./configuration-from-engine.js";
import { type EnforcementLevel, PACK_KEY, packSettings } from "./configuration-schema.js";
import { ADVISORIES, type Judge, judgeBy } from "./engine-judge.js";
import { listenToEngine } from "./engine-requests.js";
import { centralFileOf } from "./exemptions/environment.js";
import type { CentralFile } from "./exemptions/file.js";
import { HYGIENE, HYGIENE_RULES } from "./exemptions/hygiene.js";
import { NOTHING_TO_REPORT } from "./findings-by-urn.js";
import type { NonEmpty, Policy, Resource } from "./policy.js";

/** The policy that stands for the pack as a whole, so that the engine takes its key in a configuration. */
const PACK = {
  name: PACK_KEY,
  description: "The Rampart policy pack.",
  enforcementLevel: "mandatory",
} as const;

/** The engine tells its analyzers of no deletion; such a policy is there so that a configuration may name it. */
const NEVER_ASKED: ResourceValidationPolicy["validateResource"] = Object.assign(() => {}, {
  __pulumiType: NOTHING_TO_REPORT,
});

/** Starts the pack's server; the SDK prints the port, which must be the first thing on standard output. */
export function startPack(policies: NonEmpty<Policy>): void {
  const own: Record<string, EnforcementLevel> = { [PACK.name]: PACK.enforcementLevel };
  for (const { id, level } of HYGIENE_RULES) own[id] = level;
  for (const { name } of ADVISORIES) own[name] = "advisory";
  const central = centralFile(policies);
  const configuration = new ConfigurationFromEngine(policies, own);
  let levels: ReadonlyMap<string, EnforcementLevel> = new Map();
  let isConfigured = false;
  let judge: Judge | undefined;
  /** Raises what is wrong with the configuration, so that nothing passes by one that nobody could read. */
  const judging = (): Judge => {
    judge ??= judgeBy(configuration.withoutFile, policies, central);
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
      judge = judgeBy(received.selection, policies, central);
      return levels;
    },
  });
  // Engines that send no stack's configuration have it in the environment.
  configuration.setStack({
    project: process.env.PULUMI_NODEJS_PROJECT ?? "",
    values: JSON.parse(process.env.PULUMI_CONFIG ?? "{}"),
  });

  const names = [
    PACK.name,
    ...[...policies, ...HYGIENE_RULES].map(({ id }) => id),
    ...ADVISORIES.map(({ name }) => name),
  ];
  const validateResource = (name: string): ResourceValidationPolicy["validateResource"] => {
    const index = names.indexOf(name);
    const run = (args: ResourceValidationArgs, report: ReportViolation): void => {
      if (!isConfigured && Object.keys(args.getConfig()).length > 0)
        throw new Error(
          "The pack was configured and has not seen it: this version of @pulumi/policy is not supported.",
        );
      const { type, urn, name: resource, props, opts } = args;
      const registered = { type, urn, name: resource, props, parent: opts.parent };
      for (const { message } of judging().resource(name, index, registered)) report(message);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => judging().typeForResource(name, index) });
  };
  const remediateResource = (policy: Policy): ResourceValidationPolicy["remediateResource"] => {
    const index = policies.indexOf(policy);
    const run = ({ type, urn, name, props, opts }: ResourceValidationArgs) =>
      judging().remediation.run(policy.id, index, { type, urn, name, props, parent: opts.parent });
    return Object.defineProperty(run, "__pulumiType", { get: () => judging().remediation.typeFor(policy.id, index) });
  };
  const validateStack = (name: string): StackValidationPolicy["validateStack"] => {
    const index = names.indexOf(name);
    const run = ({ resources }: StackValidationArgs, report: ReportViolation): void => {
      const registered = resources.map(({ type, urn, name, props, parent, propertyDependencies }) => ({
        ...{ type, urn, name, props },
        parent: parent?.urn,
        dependencies: urnsOf(propertyDependencies),
      }));
      for (const { message, resource } of judging().stack(name, index, registered))
        report(message, resource.urn || undefined);
    };
    return Object.defineProperty(run, "__pulumiType", { get: () => judging().typeForStack(name, index) });
  };
  const validateUnused = (_: StackValidationArgs, report: ReportViolation): void => {
    for (const { message, urn } of judging().unusedExemptions()) report(message, urn);
  };
  Object.defineProperty(validateUnused, "__pulumiType", {
    get: () => (judging().hasExemptions ? undefined : NOTHING_TO_REPORT),
  });

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
        ...(policy.subject === "deletion"
          ? { validateResource: NEVER_ASKED }
          : policy.subject === "stack"
            ? { validateStack: validateStack(policy.id) }
            : { validateResource: validateResource(policy.id) }),
        ...(policy.fixable && { remediateResource: remediateResource(policy) }),
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

function urnsOf(dependencies: Readonly<Record<string, readonly PolicyResource[]>>): Resource["dependencies"] {
  const entries = Object.entries(dependencies);
  return Object.fromEntries(entries.map(([property, resources]) => [property, resources.map(({ urn }) => urn)]));
}

/** The security team's file. One that cannot be read ends the pack, so that nothing is exempt. */
function centralFile(policies: readonly Policy[]): CentralFile | undefined {
  try {
    return centralFileOf(
      process.env,
      policies.map(({ id }) => id),
    );
  } catch (error) {
    // The SDK shows no stack trace of these.
    if (error instanceof ConfigurationError) throw new RunError(error.message);
    throw error;
  }
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
