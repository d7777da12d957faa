export * from "./admission-policies.js";
export * from "./cluster-network-rules.js";
export * from "./enforcement-mode.js";
export * from "./hardened-cron-job.js";
export * from "./hardened-deployment.js";
export * from "./hardened-job.js";
export * from "./hardened-namespace.js";
export * from "./hardened-stateful-set.js";
export * from "./network-rules.js";
export * from "./rbac-personas.js";
export * from "./system-network-rules.js";
export type {
  AllowedCapabilities,
  MountedFiles,
  ServerArgs,
  WorkloadArgs,
  WorkloadLoosening,
  WorkloadResources,
} from "./workload/args.js";
export type { JobLimits } from "./workload/job.js";
