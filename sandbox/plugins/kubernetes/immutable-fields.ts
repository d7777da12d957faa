/**
 * Fields whose change replaces the object, by group and kind: those of the official provider, and others that the API
 * server does not let change (k8s.io/kubernetes validation), where the official one asks and is refused.
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  // Mutable for the API server, but pods do not notice a change: a new object does.
  "/ConfigMap": ["data", "binaryData"],
  "/Secret": ["data", "stringData", "type"],
  "/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "/PersistentVolume": ["spec.volumeMode"],
  "/Pod": ["spec"],
  "/Service": ["spec.clusterIP"],
  "/ResourceQuota": ["spec.scopes", "spec.scopeSelector"],
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.selector",
    "spec.serviceName",
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.selector", "spec.template", "spec.completionMode", "spec.completions", "spec.parallelism"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
  "storage.k8s.io/StorageClass": ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
  "node.k8s.io/RuntimeClass": ["handler"],
};

/** Exceptions: what the API server lets change inside a field above. */
const MUTABLE: Readonly<Record<string, readonly string[]>> = {
  "/Pod": ["spec.tolerations", "spec.activeDeadlineSeconds"],
};

/** Fields of every object. */
const IDENTITY = ["kind", "metadata.name", "metadata.namespace"];

const group = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

/** `group/Kind`, as the tables have it. */
export const groupKind = (apiVersion: string, kind: string): string => `${group(apiVersion)}/${kind}`;

const within = (fields: readonly string[] | undefined, path: string): boolean =>
  (fields ?? []).some((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`));

/** Whether a change at `path` (dots between keys, `[n]` for list items) is that of another object. */
export const changesIdentity = (path: string): boolean => within(IDENTITY, path);

/** Whether a change at `path` needs a new object. */
export function forcesReplacement(apiVersion: string, kind: string, path: string): boolean {
  if (changesIdentity(path)) return true;
  const key = groupKind(apiVersion, kind);
  return within(IMMUTABLE[key], path) && !within(MUTABLE[key], path);
}

/** Whether two API versions name the same kind of object: versions of one group do. */
export const sameGroup = (a: string, b: string): boolean => group(a) === group(b);
