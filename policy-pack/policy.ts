import type { ControlId } from "../controls/index.js";
import { KUBERNETES_VERSIONS } from "../controls/kubernetes-versions.js";
import type { Workload } from "./kubernetes/workload.js";
import type { Plain } from "./unknown.js";
import type { Verdict } from "./verdict.js";

export type NonEmpty<T> = readonly [T, ...T[]];

/** How bad a violation is; what is done about it is enforcement, which is derived from the profile. */
export type Severity = "critical" | "high" | "medium" | "low";

/** From the loosest to the tightest; each includes those before it. */
export const PROFILES = ["baseline", "restricted", "strict"] as const;
export type Profile = (typeof PROFILES)[number];

export type Topic = "workload" | "network" | "rbac" | "supply-chain" | "cluster";

/** What is judged besides the resource. */
export interface EvaluationContext {
  /** Minor version of Kubernetes 1.x whose rules apply, e.g. 37. */
  readonly kubernetesMinor: number;
}

/** Oldest version whose Pod Security Standards are known; older ones had no `spec.os`. */
const OLDEST_MINOR = 25;

/**
 * @param kubernetesVersion e.g. `1.34`; default: the newest known.
 * @throws RangeError when it is not a version from 1.25 on.
 */
export function evaluationContext(kubernetesVersion: string = KUBERNETES_VERSIONS.newest): EvaluationContext {
  const minor = Number(/^v?1\.(\d{1,3})(?:\.\d+)?$/.exec(kubernetesVersion)?.[1]);
  if (!(minor >= OLDEST_MINOR))
    throw new RangeError(
      `kubernetesVersion must be a version from 1.${OLDEST_MINOR} on, such as "${KUBERNETES_VERSIONS.newest}"; got "${kubernetesVersion}"`,
    );
  return { kubernetesMinor: minor };
}

/** A resource as the engine registers it; `props` are its inputs as plain data (see `plain`). */
export interface Resource {
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Plain;
}

/** A pod that serves as an example; `metadata` defaults to none, `kubernetesVersion` to the newest. */
export interface PodExample {
  readonly name: string;
  readonly metadata?: object;
  readonly spec: object;
  readonly kubernetesVersion?: string;
}

/** A resource, or several for a stack policy, that serve as an example. */
export interface ResourcesExample {
  readonly name: string;
  readonly resources: NonEmpty<{ readonly type: string; readonly name?: string; readonly props: object }>;
}

/** `message` is exactly what the finding says. */
export type Bad<E> = E & { readonly message: string };

interface Metadata<E> {
  /** Same as the file's name and the export; never changes. Verbs: no, require, restrict. */
  readonly id: string;
  /** One line with "must" or "must not". */
  readonly title: string;
  readonly rationale: string;
  /** What to do, at length; for documentation and reports. */
  readonly remediation: string;
  /** What to do, in a few words, for the message: the half sentence after "Fix: ". */
  readonly fix: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** The loosest profile that has the policy. */
  readonly profile: Profile;
  readonly references: NonEmpty<ControlId>;
  /** First Kubernetes version whose rules have the check; default: all. */
  readonly since?: `1.${number}`;
  readonly examples: { readonly good: NonEmpty<E>; readonly bad: NonEmpty<Bad<E>> };
}

/** Judges every pod, in whatever kind it stands. */
export interface WorkloadPolicy extends Metadata<PodExample> {
  readonly subject: "workload";
  readonly check: (workload: Workload, context: EvaluationContext) => readonly Verdict[];
}

/** Judges resources of the given types. */
export interface ResourcePolicy extends Metadata<ResourcesExample> {
  readonly subject: "resource";
  readonly types: NonEmpty<string>;
  readonly check: (resource: Resource, context: EvaluationContext) => readonly Verdict[];
}

/** Judges relations between resources; the finding is on the resource whose URN the map has. */
export interface StackPolicy extends Metadata<ResourcesExample> {
  readonly subject: "stack";
  readonly check: (
    resources: readonly Resource[],
    context: EvaluationContext,
  ) => ReadonlyMap<Resource, readonly Verdict[]>;
}

export type Policy = WorkloadPolicy | ResourcePolicy | StackPolicy;

/** States a policy. Pure: nothing is registered. */
export function definePolicy<P extends Policy>(policy: P & Policy): P {
  return policy;
}

/** The version-independent half of what a policy applies to. */
export function appliesTo(policy: Policy, context: EvaluationContext): boolean {
  return policy.since === undefined || context.kubernetesMinor >= Number(policy.since.slice("1.".length));
}
