import type { KubernetesObject } from "./object.js";
import { binding } from "./rbac.js";

/**
 * What Kubernetes and kubeadm bind to everybody by themselves: discovery, the version, one's own rights, the keys that
 * tokens are verified by, and the address of the cluster (plugin/pkg/auth/authorizer/rbac/bootstrappolicy, kubeadm).
 */
const BOUND_BY_KUBERNETES = {
  unauthenticated: ["system:public-info-viewer", "kubeadm:bootstrap-signer-clusterinfo"],
  authenticated: [
    "system:basic-user",
    "system:discovery",
    "system:public-info-viewer",
    "system:service-account-issuer-discovery",
  ],
} as const satisfies Record<string, readonly string[]>;

/** Whether a binding gives a role that every caller of that sort has anyway. */
export function everybodysRole(object: KubernetesObject, callers: keyof typeof BOUND_BY_KUBERNETES): boolean {
  const name = binding(object.data)?.roleRef?.name;
  return BOUND_BY_KUBERNETES[callers].some((role) => role === name);
}
