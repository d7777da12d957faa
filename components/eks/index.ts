export * from "./auto-mode-nodes.js";
export * from "./cluster-network.js";
export * from "./node-group.js";
