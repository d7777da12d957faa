import { type Workload, workloadsOf } from "./kubernetes/workload.js";
import { messageOf } from "./message.js";
import {
  appliesTo,
  type EvaluationContext,
  evaluationContext,
  type Policy,
  type Resource,
  type Severity,
} from "./policy.js";
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
  /** Path of the first offence or of the unknown value; empty where the whole resource is meant. */
  readonly path: string;
  /** Names of the containers concerned. */
  readonly containers: readonly string[];
  /** Under 300 bytes; paths and names, never values. */
  readonly message: string;
  readonly remediation: string;
}

/** Its children are made by Helm inside the cluster's provider and never reach the engine. */
const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** Judges all resources by all policies. Never throws: a check that does becomes a finding with status `error`. */
export function evaluate(
  resources: readonly Resource[],
  policies: readonly Policy[],
  context: EvaluationContext = evaluationContext(),
): Finding[] {
  return [
    ...resources.flatMap((resource) => evaluateResource(resource, policies, context)),
    ...evaluateStack(resources, policies, context),
  ];
}

/** Judges one resource by the workload and resource policies. */
export function evaluateResource(
  resource: Resource,
  policies: readonly Policy[],
  context: EvaluationContext = evaluationContext(),
): Finding[] {
  if (resource.type === HELM_RELEASE) return [notInspected(resource)];
  const workloads = workloadsIn(resource);
  return policies.flatMap((policy) => {
    if (policy.subject === "stack" || !appliesTo(policy, context)) return [];
    if (policy.subject === "resource")
      return policy.types.includes(resource.type) ? judge(policy, resource, () => policy.check(resource, context)) : [];
    return judge(policy, resource, () => workloads().flatMap((workload) => judgeWorkload(policy, workload, context)));
  });
}

/** Judges relations between resources. */
export function evaluateStack(
  resources: readonly Resource[],
  policies: readonly Policy[],
  context: EvaluationContext = evaluationContext(),
): Finding[] {
  return policies.flatMap((policy) => {
    if (policy.subject !== "stack" || !appliesTo(policy, context)) return [];
    try {
      return [...policy.check(resources, context)].flatMap(([resource, verdicts]) =>
        judge(policy, resource, () => verdicts),
      );
    } catch (error) {
      const stack = { type: "pulumi:pulumi:Stack", urn: "", name: "" };
      return [error instanceof UnknownRead ? undecided(policy, stack, error.path) : failed(policy, stack, error)];
    }
  });
}

/** Found once for all policies; what cannot be read is raised for each of them. */
function workloadsIn(resource: Resource): () => readonly Workload[] {
  try {
    const workloads = workloadsOf(resource.type, resource.props);
    return () => workloads;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function judgeWorkload(
  policy: Extract<Policy, { subject: "workload" }>,
  workload: Workload,
  context: EvaluationContext,
): readonly Verdict[] {
  let verdicts: readonly Verdict[];
  try {
    verdicts = policy.check(workload, context);
  } catch (error) {
    // One item of a list must not hide the others.
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
  return workload.partial ? verdicts.filter((verdict) => !isOffence(verdict) || verdict.missing !== true) : verdicts;
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
    path: offences[0]?.path ?? "",
    containers: [...new Set(containers)],
    message: messageOf(offences, policy.fix),
  });
}

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

function notInspected({ type, urn, name }: Resource): Finding {
  return {
    policy: "not-inspected",
    status: "not-inspected",
    severity: "medium",
    resource: { type, urn, name },
    path: "",
    containers: [],
    message:
      "The objects of a Helm release are made outside Pulumi and were not inspected. Fix: use kubernetes.helm.v4.Chart.",
    remediation: "Install the chart with kubernetes.helm.v4.Chart, whose objects are resources of the stack.",
  };
}

const shortened = (path: string): string => (path.length > 180 ? `…${path.slice(-179)}` : path);
