import type { ControlId } from "../controls/index.js";
import { KUBERNETES_VERSIONS } from "../controls/kubernetes-versions.js";
import type { Day } from "./exemptions/day.js";
import type { Part, PartName } from "./kubernetes/control-plane/part.js";
import type { GroupKind, KubernetesObject } from "./kubernetes/object.js";
import { POD_TEMPLATES, type PodTemplates } from "./kubernetes/pod-templates.js";
import type { Workload } from "./kubernetes/workload.js";
import { type ConfiguredSettings, resolveSettings, type Settings, type SettingsSchema } from "./settings.js";
import type { Plain } from "./unknown.js";
import type { Verdict } from "./verdict.js";

export type NonEmpty<T> = readonly [T, ...T[]];

/** How bad a violation is; what is done about it is enforcement, which is derived from the profile. */
export type Severity = "critical" | "high" | "medium" | "low";

/** From the loosest to the tightest; each includes those before it. */
export const PROFILES = ["baseline", "restricted", "strict"] as const;
export type Profile = (typeof PROFILES)[number];

export type Topic = "workload" | "supply-chain" | "rbac" | "network" | "secrets" | "cluster" | "control-plane" | "aws";

/** What is judged besides the resource. */
export interface EvaluationContext {
  /** Minor version of Kubernetes 1.x whose rules apply, e.g. 37. */
  readonly kubernetesMinor: number;
  /** What is set for single policies; for the rest their defaults hold. */
  readonly settings: ConfiguredSettings;
  /** Custom kinds that carry a pod. */
  readonly podTemplates: PodTemplates;
  /** The day by which ends of support are judged. */
  readonly today: Day;
}

/** What an organisation can set for an evaluation; each absent value has its default. */
export interface EvaluationOptions {
  /** E.g. `1.34`; default: the newest known. */
  readonly kubernetesVersion?: string | undefined;
  /** Default: each policy's own defaults. */
  readonly settings?: ConfiguredSettings | undefined;
  /** Custom kinds beside those of `POD_TEMPLATES`; default: none. */
  readonly podTemplates?: PodTemplates | undefined;
  /** Default: the day on which our data on versions was looked up, so that nothing depends on a clock unseen. */
  readonly today?: Day | undefined;
}

/** Oldest version whose Pod Security Standards are known; older ones had no `spec.os`. */
export const OLDEST_MINOR = 25;

/** @throws RangeError when `kubernetesVersion` is not a version from 1.25 on. */
export function evaluationContext(options: EvaluationOptions = {}): EvaluationContext {
  const { kubernetesVersion = KUBERNETES_VERSIONS.newest, settings = {}, podTemplates = {} } = options;
  const { today = KUBERNETES_VERSIONS.asOf } = options;
  const minor = Number(/^v?1\.(\d{1,3})(?:\.\d+)?$/.exec(kubernetesVersion)?.[1]);
  if (!(minor >= OLDEST_MINOR))
    throw new RangeError(
      `kubernetesVersion must be a version from 1.${OLDEST_MINOR} on, such as "${KUBERNETES_VERSIONS.newest}"; got "${kubernetesVersion}"`,
    );
  return { kubernetesMinor: minor, settings, podTemplates: { ...POD_TEMPLATES, ...podTemplates }, today };
}

/** A resource as the engine registers it; `props` are its inputs as plain data (see `plain`). */
export interface Resource {
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Plain;
  /** URN of the parent, a component or the stack; absent in manifests, which have none. */
  readonly parent?: string | undefined;
  /** URNs from which a property's value comes, by the property's name; absent where the source does not tell. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>> | undefined;
  /** It is the old state of a resource that the run is to take away. Default: it is there to stay. */
  readonly end?: End | undefined;
}

/** How a resource ends: for good, or with another in its place. */
export type End = "deletion" | "replacement";

/** A pod that serves as an example; `metadata` defaults to none, `kubernetesVersion` to the newest. */
export interface PodExample {
  readonly name: string;
  readonly metadata?: object;
  readonly spec: object;
  readonly kubernetesVersion?: string;
  /** Values of the policy's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A resource of an example; its URN ends with its name, which defaults to `example`. */
export interface ExampleResource {
  readonly type: string;
  readonly name?: string;
  readonly props: object;
  /** Names of the example's resources from which a property's value comes. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly end?: End;
}

/** A resource, or several for a stack policy, that serve as an example. */
export interface ResourcesExample {
  readonly name: string;
  readonly resources: NonEmpty<ExampleResource>;
  readonly kubernetesVersion?: string;
  /** Default: the day of our data on versions. */
  readonly today?: Day;
  /** Values of the policy's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** `message` is exactly what the finding says. */
export type Bad<E> = E & { readonly message: string };

interface Metadata<E, S extends SettingsSchema> {
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
  /** None where no framework asks for it. */
  readonly references: readonly ControlId[];
  /** First Kubernetes version whose rules have the check; default: all. */
  readonly since?: `1.${number}`;
  /** Its offences have edits that make them right; absent where a person has to decide (docs/REMEDIATION.md). */
  readonly fixable?: true;
  /** What an organisation can set for this policy; default: nothing. */
  readonly settings?: S;
  readonly examples: { readonly good: NonEmpty<E>; readonly bad: NonEmpty<Bad<E>> };
}

/** Judges every pod, in whatever kind it stands. */
export interface WorkloadPolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<PodExample, S> {
  readonly subject: "workload";
  check(workload: Workload, context: EvaluationContext, settings: Settings<S>): readonly Verdict[];
}

/** Judges Kubernetes objects of the given kinds, in any version, as `*Patch` and as items of lists. */
export interface ObjectPolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<ResourcesExample, S> {
  readonly subject: "object";
  /** Group and kind, e.g. `core/Namespace` or `rbac.authorization.k8s.io/Role`; `*` for every object. */
  readonly kinds: NonEmpty<GroupKind> | "*";
  check(object: KubernetesObject, context: EvaluationContext, settings: Settings<S>): readonly Verdict[];
}

/** Judges resources of the given type tokens. */
export interface ResourcePolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<ResourcesExample, S> {
  readonly subject: "resource";
  readonly types: NonEmpty<string>;
  check(resource: Resource, context: EvaluationContext, settings: Settings<S>): readonly Verdict[];
}

/** Judges relations between resources; the finding is on the resource that the map has. */
export interface StackPolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<ResourcesExample, S> {
  readonly subject: "stack";
  /** The Kubernetes kinds that it relates; it is given resources of others as well. Default: none. */
  readonly kinds?: NonEmpty<GroupKind>;
  /** The other type tokens that it relates. Default: none. */
  readonly types?: NonEmpty<string>;
  check(
    resources: readonly Resource[],
    context: EvaluationContext,
    settings: Settings<S>,
  ): ReadonlyMap<Resource, readonly Verdict[]>;
}

/** Judges the ends of resources of the given type tokens, where a source tells of them: the log of a preview does. */
export interface DeletionPolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<ResourcesExample, S> {
  readonly subject: "deletion";
  readonly types: NonEmpty<string>;
  check(
    resource: Resource & { readonly end: End },
    context: EvaluationContext,
    settings: Settings<S>,
  ): readonly Verdict[];
}

/** A file that takes the place of settings of its own: the policy is decided there. */
export interface DecidedBy {
  readonly part: PartName;
  /** What leads to the file, e.g. `authentication-config`. */
  readonly setting: string;
  readonly file: PartName;
  /** Decides before the file does. Default: nothing. */
  readonly unless?: string;
}

/**
 * Judges parts of a control plane or of a node, in whatever file their settings are: static pods, kubeadm's files, those
 * of the kubelet and of the API server, ConfigMaps and user data that have one of these.
 */
export interface PartPolicy<S extends SettingsSchema = SettingsSchema> extends Metadata<ResourcesExample, S> {
  readonly subject: "part";
  readonly parts: NonEmpty<PartName>;
  /** Parts are not judged that leave the decision to such a file. Default: none does. */
  readonly decidedBy?: readonly DecidedBy[];
  check(part: Part, context: EvaluationContext, settings: Settings<S>): readonly Verdict[];
}

export type Policy<S extends SettingsSchema = SettingsSchema> =
  | WorkloadPolicy<S>
  | ObjectPolicy<S>
  | ResourcePolicy<S>
  | PartPolicy<S>
  | StackPolicy<S>
  | DeletionPolicy<S>;

/** States a policy. Pure: nothing is registered. */
export function definePolicy<const S extends SettingsSchema = Record<never, never>>(policy: Policy<S>): Policy {
  return policy as Policy;
}

/** Whether the profile has the policy. */
export const inProfile = (policy: Policy, profile: Profile): boolean =>
  PROFILES.indexOf(policy.profile) <= PROFILES.indexOf(profile);

/** What holds unless it is configured otherwise. */
export const DEFAULT_PROFILE: Profile = "restricted";

/** Whether the Kubernetes version that is judged by has the policy. */
export function appliesTo(policy: Policy, context: EvaluationContext): boolean {
  return policy.since === undefined || context.kubernetesMinor >= Number(policy.since.slice("1.".length));
}

/** The policy's settings in this evaluation. */
export function settingsOf(policy: Policy, context: EvaluationContext): Settings<SettingsSchema> {
  return resolveSettings(policy.settings ?? {}, context.settings[policy.id]);
}
