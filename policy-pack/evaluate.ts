import { misplacedPod } from "./kubernetes/misplaced-pod.js";
import { type KubernetesObject, objectsOf, UNKNOWN_KIND } from "./kubernetes/object.js";
import { workloadsOf } from "./kubernetes/workload.js";
import { messageOf } from "./message.js";
import {
  appliesTo,
  type EvaluationContext,
  evaluationContext,
  type ObjectPolicy,
  type Policy,
  type Resource,
  type Severity,
  settingsOf,
} from "./policy.js";
import type { Settings, SettingsSchema } from "./settings.js";
import { UnknownRead } from "./unknown.js";
import { isOffence, type Offence, type Verdict } from "./verdict.js";

export type Status = "violation" | "undecided" | "exempt" | "not-inspected" | "error";

/** One policy on one resource. */
export interface Finding {
  /** The policy's id; for `not-inspected`, which no policy decides, `not-inspected`. */
  readonly policy: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly resource: Pick<Resource, "type" | "urn" | "name">;
  /** Path of the first offending field or of the unknown value; empty where the whole resource is meant. */
  readonly path: string;
  /** Names of the containers concerned. */
  readonly containers: readonly string[];
  /** Under 300 bytes; paths and names, never values. */
  readonly message: string;
  readonly remediation: string;
}

/** Its children are made by Helm inside the cluster's provider and never reach the engine. */
const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** Policies ready for many resources. Neither function throws: a check that does becomes a finding of status `error`. */
export interface Evaluator {
  /** Judges one resource by the workload, object and resource policies. */
  readonly resource: (resource: Resource) => Finding[];
  /** Judges relations between all resources. */
  readonly stack: (resources: readonly Resource[]) => Finding[];
}

/** Prepares the policies that apply in the context. */
export function evaluator(policies: readonly Policy[], context: EvaluationContext = evaluationContext()): Evaluator {
  const applicable = policies
    .filter((policy) => appliesTo(policy, context))
    .map((policy): Prepared => ({ policy, settings: settingsOf(policy, context) }));
  const stack = applicable.filter(({ policy }) => policy.subject === "stack");
  const single = applicable.filter(({ policy }) => policy.subject !== "stack");
  return {
    resource: (resource) => evaluateResource(resource, single, context),
    stack: (resources) => stack.flatMap((prepared) => evaluateStack(resources, prepared, context)),
  };
}

/** Judges all resources by all policies; for sources that have them at hand. */
export function evaluate(
  resources: readonly Resource[],
  policies: readonly Policy[],
  context: EvaluationContext = evaluationContext(),
): Finding[] {
  const { resource, stack } = evaluator(policies, context);
  return [...resources.flatMap(resource), ...stack(resources)];
}

interface Prepared {
  readonly policy: Policy;
  readonly settings: Settings<SettingsSchema>;
}

function evaluateResource(resource: Resource, prepared: readonly Prepared[], context: EvaluationContext): Finding[] {
  if (resource.type === HELM_RELEASE) return [notInspected(resource)];
  const objects = contentOf(() => objectsOf(resource.type, resource.props));
  const workloads = contentOf(() => objects().flatMap((object) => workloadsOf(object, context.podTemplates)));
  const findings = prepared.flatMap(({ policy, settings }) => {
    switch (policy.subject) {
      case "workload":
        return judge(policy, resource, () =>
          workloads().flatMap((workload) =>
            judgeOne(workload.partial, () => policy.check(workload, context, settings)),
          ),
        );
      case "object":
        return judge(policy, resource, () =>
          objects()
            .filter(({ key }) => policy.kinds === "*" || key === UNKNOWN_KIND || policy.kinds.includes(key))
            .flatMap((object) => judgeOne(object.partial, () => checkObject(policy, object, context, settings))),
        );
      case "resource":
        return policy.types.includes(resource.type)
          ? judge(policy, resource, () => policy.check(resource, context, settings))
          : [];
      default:
        return [];
    }
  });
  const missed = missedPod(objects, context);
  return missed === undefined ? findings : [...findings, podNotInspected(resource, missed)];
}

/** Where the first pod is that the table of custom kinds does not lead to. */
function missedPod(objects: () => readonly KubernetesObject[], context: EvaluationContext): string | undefined {
  try {
    for (const object of objects()) {
      const path = misplacedPod(object, context.podTemplates);
      if (path !== undefined) return path;
    }
  } catch (error) {
    // What is unknown has left every policy undecided already.
    if (!(error instanceof UnknownRead)) throw error;
  }
  return undefined;
}

function checkObject(
  policy: ObjectPolicy,
  object: KubernetesObject,
  context: EvaluationContext,
  settings: Settings<SettingsSchema>,
): readonly Verdict[] {
  // Raises for an item of unknown kind, which no check could judge.
  if (object.key === UNKNOWN_KIND) void object.data;
  return policy.check(object, context, settings);
}

function evaluateStack(
  resources: readonly Resource[],
  { policy, settings }: Prepared,
  context: EvaluationContext,
): Finding[] {
  if (policy.subject !== "stack") return [];
  try {
    return [...policy.check(resources, context, settings)].flatMap(([resource, verdicts]) =>
      judge(policy, resource, () => verdicts),
    );
  } catch (error) {
    const stack = { type: "pulumi:pulumi:Stack", urn: "", name: "" };
    return [error instanceof UnknownRead ? undecided(policy, stack, error.path) : failed(policy, stack, error)];
  }
}

/** Found once for all policies; what cannot be read is raised for each of them. */
function contentOf<T>(read: () => readonly T[]): () => readonly T[] {
  try {
    const content = read();
    return () => content;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Judges one object of a resource: what cannot be read must not hide the others of a list. */
function judgeOne(partial: boolean, check: () => readonly Verdict[]): readonly Verdict[] {
  let verdicts: readonly Verdict[];
  try {
    verdicts = check();
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
  return partial ? verdicts.filter((verdict) => !isOffence(verdict) || verdict.missing !== true) : verdicts;
}

function judge(policy: Policy, resource: Resource, check: () => readonly Verdict[]): Finding[] {
  try {
    const verdicts = check();
    const offences = verdicts.filter(isOffence);
    if (offences.length > 0) return [violation(policy, resource, offences)];
    const open = verdicts.find((verdict) => !isOffence(verdict));
    return open === undefined || isOffence(open) ? [] : [undecided(policy, resource, open.unknown)];
  } catch (error) {
    return [error instanceof UnknownRead ? undecided(policy, resource, error.path) : failed(policy, resource, error)];
  }
}

type Subject = Finding["resource"];

function finding(
  policy: Policy,
  { type, urn, name }: Subject,
  rest: Omit<Finding, "policy" | "severity" | "resource" | "remediation">,
): Finding {
  const { id, severity, remediation } = policy;
  return { policy: id, severity, resource: { type, urn, name }, remediation, ...rest };
}

function violation(policy: Policy, resource: Subject, offences: readonly Offence[]): Finding {
  const containers = offences.filter(({ subject }) => subject === "container").map(({ name, path }) => name ?? path);
  return finding(policy, resource, {
    status: "violation",
    path: fieldOf(offences[0]),
    containers: [...new Set(containers)],
    message: messageOf(offences, policy.fix),
  });
}

const fieldOf = ({ path, field }: Offence = { subject: "", path: "", requirement: "" }): string =>
  field === undefined ? path : `${path}.${field}`;

function undecided(policy: Policy, resource: Subject, path: string): Finding {
  const message = `${shortened(path)} is unknown until deployment: ${policy.id} is decided then.`;
  return finding(policy, resource, { status: "undecided", path, containers: [], message });
}

/** The exception's own text is left out: it may quote a value. */
function failed(policy: Policy, resource: Subject, error: unknown): Finding {
  const kind = error instanceof Error ? error.name : typeof error;
  const message = `${policy.id} failed on this resource (${kind}) and judged nothing. Fix: report it as a bug of Rampart.`;
  return finding(policy, resource, { status: "error", path: "", containers: [], message });
}

function notInspected(resource: Resource): Finding {
  return uninspected(resource, {
    path: "",
    message:
      "The objects of a Helm release are made outside Pulumi and were not inspected. Fix: use kubernetes.helm.v4.Chart.",
    remediation: "Install the chart with kubernetes.helm.v4.Chart, whose objects are resources of the stack.",
  });
}

function podNotInspected(resource: Resource, path: string): Finding {
  const at = path === "" ? "" : ` but at ${shortened(path)}`;
  return uninspected(resource, {
    path,
    message: `The pod is not where podTemplates has it for this kind${at}, and was not inspected. Fix: correct podTemplates.`,
    remediation: "Set podTemplates for the kind to the path of the template that has the pod's metadata and spec.",
  });
}

function uninspected({ type, urn, name }: Resource, rest: Pick<Finding, "path" | "message" | "remediation">): Finding {
  const status = "not-inspected";
  return { policy: status, status, severity: "medium", resource: { type, urn, name }, containers: [], ...rest };
}

const shortened = (path: string): string => (path.length > 180 ? `…${path.slice(-179)}` : path);
