import { NODE_NAME } from "./commands.js";
import type { HttpsClient } from "./https-client.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const RBAC_PATH = `/apis/${RBAC}`;

const clusterRoleBinding = (name: string, role: string, subject: { kind: "User" | "Group"; name: string }) => ({
  apiVersion: RBAC,
  kind: "ClusterRoleBinding",
  metadata: { name },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", ...subject }],
});

const KWOK_ROLE = {
  apiVersion: RBAC,
  kind: "ClusterRole",
  metadata: { name: "rampart:kwok" },
  rules: [
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "update", "patch", "delete"] },
    { apiGroups: [""], resources: ["nodes/status", "pods/status"], verbs: ["update", "patch"] },
    { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "update", "patch"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      verbs: ["get", "list", "watch", "create", "update", "patch"],
    },
  ],
};

const CAPACITY = { cpu: "1k", memory: "1Ti", pods: "1M", "ephemeral-storage": "1Ti" };

const NODE = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: NODE_NAME, labels: { "kubernetes.io/hostname": NODE_NAME, "kubernetes.io/os": "linux" } },
  // As large as the nodes of kwok, with the disk that a kubelet would report.
  status: { allocatable: CAPACITY, capacity: CAPACITY },
};

/** Gives the administrators and kwok their rights, and the cluster its node; needs rights above RBAC. */
export async function bootstrapCluster(api: HttpsClient): Promise<void> {
  const create = (path: string, object: unknown) => api.json("POST", path, object);
  await Promise.all([
    create(
      `${RBAC_PATH}/clusterrolebindings`,
      clusterRoleBinding("rampart:administrators", "cluster-admin", { kind: "Group", name: "rampart:administrators" }),
    ),
    create(`${RBAC_PATH}/clusterroles`, KWOK_ROLE),
    create(
      `${RBAC_PATH}/clusterrolebindings`,
      clusterRoleBinding("rampart:kwok", "rampart:kwok", { kind: "User", name: "rampart:kwok" }),
    ),
    create("/api/v1/nodes", NODE),
  ]);
}
