export * from "./admission-policies.js";
export * from "./cluster-network-rules.js";
export * from "./enforcement-mode.js";
export * from "./hardened-deployment.js";
export * from "./hardened-namespace.js";
export * from "./network-rules.js";
export * from "./rbac-personas.js";
export * from "./system-network-rules.js";
