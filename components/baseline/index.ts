export * from "./hardened-deployment.js";
export * from "./hardened-namespace.js";
