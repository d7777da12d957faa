import type { ApiKind } from "./api-kinds.js";
import { type ApiObject, controllerOf, hasEnded, type Labels, type Pod, type PodSpec } from "./objects.js";

/** Something from which pods are made, or a pod that nobody makes anew. */
export interface Workload {
  /** E.g. `Deployment web`. */
  readonly subject: string;
  readonly object: ApiObject;
  readonly template: {
    readonly metadata: { readonly labels?: Labels; readonly annotations?: Labels };
    readonly spec: PodSpec;
  };
  /** Name of the next pod, or of one like it. */
  readonly podName: string;
  /** Its pods are made by a controller of the control plane. */
  readonly isByControlPlane: boolean;
}

/** Kinds of the Kubernetes API from which controllers make pods, by `group/resource`. */
const CONTROLLERS: Readonly<Record<string, (name: string) => string>> = {
  "/replicationcontrollers": (name) => generated(name),
  "apps/deployments": (name) => generated(`${name}-0000000000`),
  "apps/replicasets": (name) => generated(name),
  "apps/statefulsets": (name) => `${name}-0`,
  "apps/daemonsets": (name) => generated(name),
  "batch/jobs": (name) => generated(name),
  "batch/cronjobs": (name) => generated(`${name}-00000000`),
};

/** A name in the form of those that the API server makes up (k8s.io/apiserver, storage/names). */
const generated = (name: string): string => `${`${name}-`.slice(0, 58)}00000`;

const keyOf = ({ group, resource }: ApiKind): string => `${group}/${resource}`;

export const makesPods = (kind: ApiKind): boolean => Object.hasOwn(CONTROLLERS, keyOf(kind));

/** Kinds of owners whose pods are asked about by the owner's template. */
const OWNERS: ReadonlySet<string> = new Set([
  "v1/ReplicationController",
  "apps/v1/Deployment",
  "apps/v1/ReplicaSet",
  "apps/v1/StatefulSet",
  "apps/v1/DaemonSet",
  "batch/v1/Job",
  "batch/v1/CronJob",
]);

/** Whether somebody whose template is asked about makes it. */
const isMadeFromTemplate = (object: ApiObject): boolean => {
  const owner = controllerOf(object);
  return owner !== undefined && OWNERS.has(`${owner.apiVersion}/${owner.kind}`);
};

/** The kubelet makes it from a file of its node, whatever the API server says. */
export const isStatic = ({ metadata }: ApiObject): boolean =>
  metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined;

/** The pods to come of a controller; none where another makes it, or it has ended. */
export function workloadOf(kind: ApiKind, object: ApiObject): readonly Workload[] {
  const nameOf = CONTROLLERS[keyOf(kind)];
  if (nameOf === undefined || isMadeFromTemplate(object) || isFinished(object)) return [];
  const spec = object.spec as { readonly template?: unknown; readonly jobTemplate?: { readonly spec: unknown } };
  const inner = (spec.jobTemplate?.spec ?? spec) as { readonly template?: Partial<Workload["template"]> };
  if (inner.template?.spec === undefined) return [];
  return [
    {
      subject: `${kind.kind} ${object.metadata.name}`,
      object,
      template: { metadata: inner.template.metadata ?? {}, spec: inner.template.spec },
      podName: nameOf(object.metadata.name),
      isByControlPlane: true,
    },
  ];
}

/** A pod as a workload of its own; none where it is made from a template, or does not come again. */
export const podWorkload = (pod: Pod): readonly Workload[] =>
  isMadeFromTemplate(pod) || hasEnded(pod) || isStatic(pod)
    ? []
    : [
        {
          subject: `Pod ${pod.metadata.name}`,
          object: pod,
          template: { metadata: pod.metadata, spec: pod.spec },
          podName: pod.metadata.name,
          isByControlPlane: false,
        },
      ];

/** A Job that has ended makes no more pods. */
const isFinished = ({ status }: ApiObject): boolean =>
  ((status as { conditions?: readonly { type: string; status: string }[] } | undefined)?.conditions ?? []).some(
    ({ type, status: value }) => (type === "Complete" || type === "Failed") && value === "True",
  );
