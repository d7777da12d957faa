import type { GroupKind } from "./object.js";

/** Kinds that carry a pod, and the path of what has the pod's `metadata` and `spec`; an empty path: the object itself. */
export type PodTemplates = Readonly<Record<GroupKind, readonly string[]>>;

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

/** Custom kinds that many clusters have (Argo Rollouts, Knative Serving, OpenKruise, Kubeflow Notebooks). */
const CUSTOM_POD_TEMPLATES = {
  "argoproj.io/Rollout": SPEC_TEMPLATE,
  "serving.knative.dev/Service": SPEC_TEMPLATE,
  "serving.knative.dev/Configuration": SPEC_TEMPLATE,
  "serving.knative.dev/Revision": [],
  "apps.kruise.io/CloneSet": SPEC_TEMPLATE,
  "apps.kruise.io/StatefulSet": SPEC_TEMPLATE,
  "apps.kruise.io/DaemonSet": SPEC_TEMPLATE,
  "apps.kruise.io/BroadcastJob": SPEC_TEMPLATE,
  "apps.kruise.io/AdvancedCronJob": ["spec", "template", "jobTemplate", "spec", "template"],
  "kubeflow.org/Notebook": SPEC_TEMPLATE,
} as const satisfies PodTemplates;

export const POD_TEMPLATES: PodTemplates = { ...BUILT_IN_POD_TEMPLATES, ...CUSTOM_POD_TEMPLATES };
