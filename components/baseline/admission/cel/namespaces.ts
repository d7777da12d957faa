import type { AdmissionRule } from "../policy.js";

/**
 * What is in a namespace without anybody having put it there, and what only narrows what others may do in it: it
 * belongs into every namespace.
 */
export const NOT_OF_USERS: readonly AdmissionRule[] = [
  { apiGroups: [""], resources: ["events", "endpoints", "resourcequotas", "limitranges"], operations: ["CREATE"] },
  { apiGroups: ["events.k8s.io"], resources: ["events"], operations: ["CREATE"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], operations: ["CREATE"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], operations: ["CREATE"] },
  { apiGroups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"], operations: ["CREATE"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], operations: ["CREATE"] },
];
