export * from "./cluster-network.js";
export * from "./node-group.js";
