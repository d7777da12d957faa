export { Access, type AccessArgs, type AccessEntry, AccessPolicy, type GrantedPolicy } from "./access.js";
export { Addons, type AddonsArgs, ClusterAddon } from "./addons.js";
export { BreakGlass, type BreakGlassArgs } from "./break-glass.js";
export { EncryptedStorageClass, type EncryptedStorageClassArgs } from "./encrypted-storage-class.js";
export { IdentityProvider, type IdentityProviderArgs } from "./identity-provider.js";
export { NetworkAddons, type NetworkAddonsArgs, NetworkPolicyMode, PolicyLogs } from "./network-addons.js";
export { IdentityMethod, WorkloadIdentity, type WorkloadIdentityArgs } from "./workload-identity.js";
