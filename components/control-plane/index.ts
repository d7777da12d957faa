export * from "./admission-configuration.js";
export * from "./audit-policy.js";
export * from "./authentication-configuration.js";
export * from "./encryption-configuration.js";
