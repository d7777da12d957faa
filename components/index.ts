export * from "./adopting.js";
export * from "./baseline/index.js";
export * from "./control-plane/control-plane-files.js";
export * from "./control-plane/index.js";
export * from "./exempt.js";
