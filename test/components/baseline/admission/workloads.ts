/** What an object of a kind that bears a pod needs beside its pod template, and where the API has it. */
interface WorkloadKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** The object's own fields around a pod template. */
  readonly around: (template: object) => object;
  /** What the pod spec must have in that kind. */
  readonly podSpec?: object;
}

const LABELS = { app: "example" };
const selected = (template: object) => ({ spec: { replicas: 0, selector: { matchLabels: LABELS }, template } });

export const DEPLOYMENT: WorkloadKind = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  plural: "deployments",
  around: selected,
};

export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  DEPLOYMENT,
  { apiVersion: "apps/v1", kind: "ReplicaSet", plural: "replicasets", around: selected },
  { apiVersion: "apps/v1", kind: "StatefulSet", plural: "statefulsets", around: selected },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    plural: "daemonsets",
    around: (template) => ({ spec: { selector: { matchLabels: LABELS }, template } }),
  },
  {
    apiVersion: "v1",
    kind: "ReplicationController",
    plural: "replicationcontrollers",
    around: (template) => ({ spec: { replicas: 0, selector: LABELS, template } }),
  },
  { apiVersion: "v1", kind: "PodTemplate", plural: "podtemplates", around: (template) => ({ template }) },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    plural: "jobs",
    around: (template) => ({ spec: { suspend: true, template } }),
    podSpec: { restartPolicy: "Never" },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    plural: "cronjobs",
    around: (template) => ({ spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate: { spec: { template } } } }),
    podSpec: { restartPolicy: "Never" },
  },
];

/** Path of the objects of a kind in a namespace. */
export const pathOf = (
  { apiVersion, plural }: Pick<WorkloadKind, "apiVersion" | "plural">,
  namespace: string,
): string => `${apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`}/namespaces/${namespace}/${plural}`;

/** The pod as an object of the kind. */
export function workloadOf(
  { apiVersion, kind, around, podSpec }: WorkloadKind,
  metadata: object,
  pod: { readonly metadata?: object | undefined; readonly spec: object },
) {
  const template = { metadata: { ...pod.metadata, labels: LABELS }, spec: { ...pod.spec, ...podSpec } };
  return { apiVersion, kind, metadata, ...around(template) };
}
