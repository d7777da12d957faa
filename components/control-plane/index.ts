export * from "./admission/configuration.js";
export * from "./admission/manifests.js";
export * from "./api-server/flags.js";
export * from "./audit/backends.js";
export * from "./audit/cost.js";
export * from "./audit/policy.js";
export * from "./authentication/configuration.js";
export type { ExpressionRule, IssuerArgs, JwtAuthenticator } from "./authentication/issuer.js";
export * from "./authorization/configuration.js";
export * from "./controller-manager/flags.js";
export * from "./distributions/rke2-k3s.js";
export * from "./distributions/talos.js";
export {
  ENCRYPTED_RESOURCES,
  type EncryptionConfiguration,
  type EncryptionConfigurationArgs,
  type EncryptionKey,
  type EncryptionProvider,
  encryptionConfiguration,
  type KmsPlugin,
  type SecretboxKey,
} from "./encryption/configuration.js";
export * from "./encryption/rotation.js";
export * from "./etcd/flags.js";
export * from "./files.js";
export { commandLine, type Flags } from "./flags.js";
export * from "./kube-proxy/configuration.js";
export * from "./kubeadm/cluster-configuration.js";
export * from "./kubeadm/nodes.js";
export * from "./kubelet/configuration.js";
export * from "./scheduler/flags.js";
export { CIPHER_SUITES, type CipherSuite, type TlsArgs, type TlsMinVersion } from "./tls.js";
export * from "./webhook-kubeconfig.js";
