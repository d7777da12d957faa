export * from "./cluster-network.js";
