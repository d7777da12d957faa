/**
 * Fields that the API server does not let change, by group and kind (k8s.io/kubernetes validation; the official
 * provider's list). A change of one of them replaces the object.
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  // Mutable for the API server, but pods do not notice a change: a new object does.
  "/ConfigMap": ["data", "binaryData", "immutable"],
  "/Secret": ["data", "stringData", "type", "immutable"],
  "/PersistentVolumeClaim": ["spec"],
  "/PersistentVolume": ["spec.volumeMode"],
  "/Pod": ["spec"],
  "/Service": ["spec.clusterIP", "spec.type"],
  "/ResourceQuota": ["spec.scopes", "spec.scopeSelector"],
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
  "batch/Job": ["spec.selector", "spec.template", "spec.completionMode", "spec.completions"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
  "storage.k8s.io/StorageClass": ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
  "node.k8s.io/RuntimeClass": ["handler"],
};

/** Fields of every object. */
const IDENTITY = ["kind", "metadata.name", "metadata.namespace"];

const group = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

/** Whether a change at `path` (dots between keys, `[n]` for list items) needs a new object. */
export function forcesReplacement(apiVersion: string, kind: string, path: string): boolean {
  const fields = [...IDENTITY, ...(IMMUTABLE[`${group(apiVersion)}/${kind}`] ?? [])];
  return fields.some((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`));
}

/** Whether two API versions name the same kind of object: versions of one group do. */
export const sameGroup = (a: string, b: string): boolean => group(a) === group(b);
