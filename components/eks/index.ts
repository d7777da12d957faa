export { Access, type AccessArgs, type AccessEntry, AccessPolicy, type GrantedPolicy } from "./access.js";
export * from "./cluster.js";
export * from "./cluster-network.js";
export * from "./key-ring.js";
