export { Access, type AccessArgs, type AccessEntry, AccessPolicy, type GrantedPolicy } from "./access.js";
export * from "./audit-trail.js";
export { BreakGlass, type BreakGlassArgs } from "./break-glass.js";
export * from "./cluster.js";
export * from "./cluster-network.js";
export { IdentityProvider, type IdentityProviderArgs } from "./identity-provider.js";
export * from "./key-ring.js";
export * from "./node-group.js";
export { IdentityMethod, WorkloadIdentity, type WorkloadIdentityArgs } from "./workload-identity.js";
