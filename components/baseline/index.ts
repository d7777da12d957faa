export * from "./admission-policies.js";
export * from "./cluster-baseline.js";
export * from "./cluster-network-rules.js";
export * from "./enforcement-mode.js";
export * from "./hardened-cron-job.js";
export * from "./hardened-deployment.js";
export * from "./hardened-job.js";
export * from "./hardened-namespace.js";
export * from "./hardened-stateful-set.js";
export {
  type InspectClusterOptions,
  type InspectedCluster,
  type InspectedNamespace,
  inspectCluster,
} from "./inspection/cluster.js";
export type { ResourceSums } from "./inspection/sums.js";
export * from "./network-rules.js";
export * from "./rbac-personas.js";
export * from "./system-network-rules.js";
