/** The versions in which something can be written, and where that is stated. */
interface Known {
  /** First minor version that knows it, and has it on by default. */
  readonly since: string;
  /** Last one. */
  readonly until?: string;
  readonly source: string;
}

/**
 * What not every version knows that control-plane files are written for. Looked up on 2026-11-25 in the modules
 * k8s.io/kubernetes 1.37.2 and k8s.io/apiserver 0.37.2, whose feature gates keep the version of each of their stages.
 */
export const CONTROL_PLANE_FIELDS = {
  "AuthenticationConfiguration apiserver.config.k8s.io/v1": {
    since: "1.34",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/authentication/: v1 in 1.34, v1beta1 from 1.30",
  },
  "admission manifests": {
    since: "1.37",
    source:
      "k8s.io/apiserver pkg/features/kube_features.go, ManifestBasedAdmissionControlConfig: alpha in 1.36, beta in 1.37",
  },
  "kubelet imagePullCredentialsVerificationPolicy": {
    since: "1.35",
    source:
      "k8s.io/kubernetes pkg/features/kube_features.go, KubeletEnsureSecretPulledImages: alpha in 1.33, beta in 1.35",
  },
} as const satisfies Readonly<Record<string, Known>>;

export type ControlPlaneField = keyof typeof CONTROL_PLANE_FIELDS;
