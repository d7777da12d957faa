export { Access, type AccessArgs, type AccessEntry, AccessPolicy, type GrantedPolicy } from "./access.js";
