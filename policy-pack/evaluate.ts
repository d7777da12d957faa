import { deploymentNotInspected, type Finding, helmReleaseNotInspected, podNotInspected } from "./finding.js";
import { findingOf, judge, judgeEach, raised } from "./guarded-check.js";
import type { PartName } from "./kubernetes/control-plane/part.js";
import { deployerAmong } from "./kubernetes/deployed-elsewhere.js";
import { misplacedPod } from "./kubernetes/misplaced-pod.js";
import { type GroupKind, type KubernetesObject, objectsOf, UNKNOWN_KIND } from "./kubernetes/object.js";
import { type Workload, workloadsOf } from "./kubernetes/workload.js";
import { partJudge } from "./part-judge.js";
import {
  appliesTo,
  type End,
  type EvaluationContext,
  evaluationContext,
  type PartPolicy,
  type Policy,
  type Resource,
  type StackPolicy,
  settingsOf,
} from "./policy.js";
import { UnknownRead } from "./unknown.js";
import type { Verdict } from "./verdict.js";

/** Its children are made by Helm inside the cluster's provider and never reach the engine. */
const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** Policies ready for many resources. Neither function throws: a check that does becomes a finding of status `error`. */
export interface Evaluator {
  /** Judges one resource by the workload, object and resource policies. */
  readonly resource: (resource: Resource) => Finding[];
  /** Judges relations between all resources. */
  readonly stack: (resources: readonly Resource[]) => Finding[];
  /** Whether `stack` needs the resource; without the others it finds the same. */
  readonly related: (resource: Resource) => boolean;
  /** The parts of a control plane or of nodes that resources have which `stack` needs. */
  readonly parts: (resources: readonly Resource[]) => ReadonlySet<PartName>;
}

/** Prepares the policies that apply in the context. */
export function evaluator(policies: readonly Policy[], context: EvaluationContext = evaluationContext()): Evaluator {
  const applicable = policies.filter((policy) => appliesTo(policy, context));
  const checks = applicable.flatMap((policy) => prepared(policy, context));
  const stack = applicable.filter((policy) => policy.subject === "stack");
  const related = {
    kinds: new Set(stack.flatMap(({ kinds = [] }) => kinds)),
    types: new Set(stack.flatMap(({ types = [] }) => types)),
  };
  const parts = partJudge(
    applicable.filter((policy): policy is PartPolicy => policy.subject === "part"),
    context,
  );
  const forKey = memoized((key: GroupKind) => checks.filter((check) => concerns(check, key)));
  const forType = memoized((type: string) => checks.filter(({ types }) => types?.includes(type)));
  return {
    resource(resource) {
      const { end } = resource;
      if (end !== undefined)
        return forType(resource.type).flatMap(({ policy, ofEnd }) =>
          judge(policy, resource, () => ofEnd?.({ ...resource, end }) ?? NONE),
        );
      if (resource.type === HELM_RELEASE) return [helmReleaseNotInspected(resource)];
      const objects = attemptOf(() => objectsOf(resource.type, resource.props));
      const only = "value" in objects && objects.value.length === 1 ? objects.value[0] : undefined;
      return [
        ...judgeObjects(resource, objects, only === undefined ? checks : forKey(only.key), context),
        ...forType(resource.type).flatMap(({ policy, ofResource }) =>
          judge(policy, resource, () => ofResource?.(resource) ?? NONE),
        ),
        ...("value" in objects ? parts.resource(resource, objects.value) : NONE),
      ];
    },
    stack: (resources) => [
      ...stack.flatMap((policy) => evaluateStack(resources, policy, context)),
      ...parts.stack(resources),
    ],
    related(resource) {
      if (resource.end !== undefined) return false;
      if (related.types.has(resource.type)) return true;
      const objects = attemptOf(() => objectsOf(resource.type, resource.props));
      if ("error" in objects) return true;
      return (
        objects.value.some(({ key }) => key === UNKNOWN_KIND || related.kinds.has(key)) ||
        parts.related(resource, objects.value)
      );
    },
    parts: parts.names,
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

const NONE: readonly never[] = [];

/** A policy that judges one resource, with its settings read; one of the four functions is there. */
interface Check {
  readonly policy: Policy;
  readonly ofWorkload?: (workload: Workload) => readonly Verdict[];
  readonly ofObject?: (object: KubernetesObject) => readonly Verdict[];
  readonly ofResource?: (resource: Resource) => readonly Verdict[];
  readonly ofEnd?: (resource: Resource & { readonly end: End }) => readonly Verdict[];
  /** The types of `ofResource` or `ofEnd`. */
  readonly types?: readonly string[];
}

function prepared(policy: Policy, context: EvaluationContext): Check[] {
  const settings = settingsOf(policy, context);
  switch (policy.subject) {
    case "workload":
      return [{ policy, ofWorkload: (workload) => policy.check(workload, context, settings) }];
    case "object":
      return [{ policy, ofObject: (object) => policy.check(object, context, settings) }];
    case "resource":
      return [{ policy, types: policy.types, ofResource: (resource) => policy.check(resource, context, settings) }];
    case "deletion":
      return [{ policy, types: policy.types, ofEnd: (resource) => policy.check(resource, context, settings) }];
    default:
      return [];
  }
}

/** Whether the check may have something to say of an object of the kind. */
function concerns({ policy }: Check, key: GroupKind): boolean {
  if (policy.subject !== "object") return policy.subject === "workload";
  return policy.kinds === "*" || key === UNKNOWN_KIND || policy.kinds.includes(key);
}

/** Computed once for each key. */
function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** What a step found, or why it could not. */
type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attemptOf<T>(step: () => T): Attempt<T> {
  try {
    return { value: step() };
  } catch (error) {
    return { error };
  }
}

function judgeObjects(
  resource: Resource,
  objects: Attempt<readonly KubernetesObject[]>,
  checks: readonly Check[],
  context: EvaluationContext,
): Finding[] {
  // What cannot be read leaves every policy undecided.
  if ("error" in objects)
    return checks.flatMap((check) =>
      check.types === undefined ? [raised(check.policy, resource, objects.error)] : [],
    );
  const { value } = objects;
  if (value.length === 0) return [];
  const workloads = attemptOf(() =>
    value.length === 1 && value[0] !== undefined
      ? workloadsOf(value[0], context.podTemplates)
      : value.flatMap((object) => workloadsOf(object, context.podTemplates)),
  );
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = judgeBy(check, resource, value, workloads);
    if (finding !== undefined) findings.push(finding);
  }
  const missed = missedPod(value, context);
  if (missed !== undefined) findings.push(podNotInspected(resource, missed));
  const deployer = deployerAmong(value);
  if (deployer !== undefined) findings.push(deploymentNotInspected(resource, deployer));
  return findings;
}

function judgeBy(
  check: Check,
  resource: Resource,
  objects: readonly KubernetesObject[],
  workloads: Attempt<readonly Workload[]>,
): Finding | undefined {
  const { policy, ofWorkload, ofObject } = check;
  try {
    if (ofWorkload !== undefined) {
      if ("error" in workloads) throw workloads.error;
      return findingOf(policy, resource, judgeEach(workloads.value, ofWorkload));
    }
    if (ofObject === undefined) return undefined;
    const own = objects.length === 1 ? objects : objects.filter(({ key }) => concerns(check, key));
    return findingOf(
      policy,
      resource,
      judgeEach(own, (object) => checkObject(object, ofObject)),
    );
  } catch (error) {
    return raised(policy, resource, error);
  }
}

/** Where the first pod is that the table of custom kinds does not lead to. */
function missedPod(objects: readonly KubernetesObject[], context: EvaluationContext): string | undefined {
  try {
    for (const object of objects) {
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
  object: KubernetesObject,
  check: (object: KubernetesObject) => readonly Verdict[],
): readonly Verdict[] {
  // Raises for an item of unknown kind, which no check could judge.
  if (object.key === UNKNOWN_KIND) void object.data;
  return check(object);
}

function evaluateStack(resources: readonly Resource[], policy: StackPolicy, context: EvaluationContext): Finding[] {
  try {
    return [...policy.check(resources, context, settingsOf(policy, context))].flatMap(([resource, verdicts]) =>
      judge(policy, resource, () => verdicts),
    );
  } catch (error) {
    return [raised(policy, { type: "pulumi:pulumi:Stack", urn: "", name: "" }, error)];
  }
}
