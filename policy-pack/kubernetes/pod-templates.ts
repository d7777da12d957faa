import type { GroupKind } from "./object.js";

/**
 * Path of what has the pod's `metadata` and `spec`, without that `spec`; empty: the object itself. The step `*` stands
 * for every item of a list and every value of a map.
 */
export type PodTemplatePath = readonly string[];

/** Kinds that carry pods, and where: one path, or several of which an object may use some. */
export type PodTemplates = Readonly<Record<GroupKind, PodTemplatePath | readonly PodTemplatePath[]>>;

const SPEC_TEMPLATE = ["spec", "template"] as const;

/** Every kind of the Kubernetes API that carries a pod; `extensions` held them until 1.16. */
export const BUILT_IN_POD_TEMPLATES = {
  "core/Pod": [],
  "core/PodTemplate": ["template"],
  "core/ReplicationController": SPEC_TEMPLATE,
  "apps/Deployment": SPEC_TEMPLATE,
  "apps/ReplicaSet": SPEC_TEMPLATE,
  "apps/StatefulSet": SPEC_TEMPLATE,
  "apps/DaemonSet": SPEC_TEMPLATE,
  "extensions/Deployment": SPEC_TEMPLATE,
  "extensions/ReplicaSet": SPEC_TEMPLATE,
  "extensions/DaemonSet": SPEC_TEMPLATE,
  "batch/Job": SPEC_TEMPLATE,
  "batch/CronJob": ["spec", "jobTemplate", "spec", "template"],
} as const satisfies PodTemplates;

const JOB_TEMPLATE = ["spec", "template", "jobTemplate", "spec", "template"] as const;

/** Custom kinds that many clusters have, by the documentation of their projects. */
const CUSTOM_POD_TEMPLATES = {
  "argoproj.io/Rollout": SPEC_TEMPLATE,
  "serving.knative.dev/Service": SPEC_TEMPLATE,
  "serving.knative.dev/Configuration": SPEC_TEMPLATE,
  "serving.knative.dev/Revision": [],
  "apps.kruise.io/CloneSet": SPEC_TEMPLATE,
  "apps.kruise.io/StatefulSet": SPEC_TEMPLATE,
  "apps.kruise.io/DaemonSet": SPEC_TEMPLATE,
  "apps.kruise.io/BroadcastJob": SPEC_TEMPLATE,
  "apps.kruise.io/AdvancedCronJob": [JOB_TEMPLATE, ["spec", "template", "broadcastJobTemplate", "spec", "template"]],
  "apps.kruise.io/UnitedDeployment": [
    ["spec", "template", "statefulSetTemplate", "spec", "template"],
    ["spec", "template", "advancedStatefulSetTemplate", "spec", "template"],
    ["spec", "template", "cloneSetTemplate", "spec", "template"],
    ["spec", "template", "deploymentTemplate", "spec", "template"],
  ],
  "jobset.x-k8s.io/JobSet": ["spec", "replicatedJobs", "*", "template", "spec", "template"],
  "keda.sh/ScaledJob": ["spec", "jobTargetRef", "template"],
  "kubeflow.org/Notebook": SPEC_TEMPLATE,
  "ray.io/RayCluster": [
    ["spec", "headGroupSpec", "template"],
    ["spec", "workerGroupSpecs", "*", "template"],
  ],
} as const satisfies PodTemplates;

export const POD_TEMPLATES: PodTemplates = { ...BUILT_IN_POD_TEMPLATES, ...CUSTOM_POD_TEMPLATES };

/** The paths of a kind; none where it carries no pod. */
export function podTemplatePaths(kinds: PodTemplates, key: GroupKind): readonly PodTemplatePath[] {
  const paths = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  if (paths === undefined) return [];
  return isList(paths) ? paths : [paths];
}

const isList = (paths: PodTemplatePath | readonly PodTemplatePath[]): paths is readonly PodTemplatePath[] =>
  Array.isArray(paths[0]);

/** Whether the Kubernetes API itself has the kind: its pod is always there, and is not looked for elsewhere. */
export const isBuiltIn = (key: GroupKind): boolean => Object.hasOwn(BUILT_IN_POD_TEMPLATES, key);
