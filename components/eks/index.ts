export * from "./cluster-network.js";
export * from "./cluster.js";
export * from "./key-ring.js";
