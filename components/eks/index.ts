export * from "./cluster.js";
export * from "./key-ring.js";
