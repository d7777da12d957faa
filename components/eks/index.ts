export * from "./audit-trail.js";
export * from "./registry.js";
export * from "./threat-detection.js";
