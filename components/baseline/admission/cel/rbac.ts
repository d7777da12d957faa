import type { AdmissionRule } from "../policy.js";

const GROUP = "rbac.authorization.k8s.io";

export const ROLE_RULES: readonly AdmissionRule[] = [
  { apiGroups: [GROUP], resources: ["roles", "clusterroles"], operations: ["CREATE", "UPDATE"] },
];
export const CLUSTER_ROLE_RULES: readonly AdmissionRule[] = [
  { apiGroups: [GROUP], resources: ["clusterroles"], operations: ["CREATE", "UPDATE"] },
];
export const BINDING_RULES: readonly AdmissionRule[] = [
  { apiGroups: [GROUP], resources: ["rolebindings", "clusterrolebindings"], operations: ["CREATE", "UPDATE"] },
];
export const CLUSTER_ROLE_BINDING_RULES: readonly AdmissionRule[] = [
  { apiGroups: [GROUP], resources: ["clusterrolebindings"], operations: ["CREATE", "UPDATE"] },
];

/** What of a binding is judged; its role cannot change. */
export const SUBJECTS = "it.?subjects.orValue([])";

/** In CEL: whether a binding has such a subject. @param breach of the subject `s`. */
export const someSubject = (breach: string): string => `variables.it.?subjects.orValue([]).exists(s, ${breach})`;

/** In CEL: whether a binding gives one of these roles. */
export const givesRole = (roles: readonly string[]): string => `variables.it.roleRef.name in ${JSON.stringify(roles)}`;
