import { type KubeletConfiguration, kubeletConfiguration } from "../../control-plane/kubelet/configuration.js";

/** What a user may choose of a hardened kubelet; the rest is fixed. */
export interface KubeletArgs {
  /** Processes and threads that a pod may have. @default 4096 */
  podPidsLimit?: number;
  /** Events a second that the kubelet may write. @default 50 */
  eventRecordQps?: number;
  /** When an idle session in a container ends; Bottlerocket keeps the kubelet's own four hours. @default "5m" */
  streamingConnectionIdleTimeout?: string;
}

/**
 * The kubelet of a node of EKS: that of `kubeletConfiguration`, but for what belongs to EKS. The images compute what they
 * reserve from the machine, and the kubelet's credentials are tokens from IAM: it has no client certificate that could
 * rotate, and would wait for one.
 */
export type KubeletPreset = Omit<
  KubeletConfiguration,
  | "apiVersion"
  | "kind"
  | "rotateCertificates"
  | "kubeReserved"
  | "systemReserved"
  | "imagePullCredentialsVerificationPolicy"
  | "tlsCertFile"
  | "tlsPrivateKeyFile"
  | "staticPodPath"
>;

/** @throws Error naming the input, the value got and what is allowed. */
export function kubeletPreset(args: KubeletArgs): KubeletPreset {
  const {
    apiVersion: _version,
    kind: _kind,
    rotateCertificates: _rotation,
    kubeReserved: _kubernetes,
    systemReserved: _system,
    imagePullCredentialsVerificationPolicy: _pulls,
    ...preset
  } = kubeletConfiguration(args);
  return preset;
}
