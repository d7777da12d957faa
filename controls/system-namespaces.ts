/** Namespaces that every cluster has for itself. */
export const SYSTEM_NAMESPACES: readonly string[] = ["kube-system", "kube-public", "kube-node-lease"];

/** Those, and the one that requests without a namespace go to; they are there before anybody makes one. */
export const NAMESPACES_OF_EVERY_CLUSTER: readonly string[] = ["default", ...SYSTEM_NAMESPACES];
