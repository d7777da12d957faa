import type { PartName } from "./part.js";

/** The flags of programs whose settings are fields of a file first (kubelet.config.k8s.io, kubeproxy.config.k8s.io). */
const FLAGS_OF_FIELDS: Readonly<Partial<Record<PartName, Readonly<Record<string, string>>>>> = {
  kubelet: {
    "authentication.anonymous.enabled": "anonymous-auth",
    "authentication.x509.clientCAFile": "client-ca-file",
    "authorization.mode": "authorization-mode",
    eventRecordQPS: "event-qps",
    featureGates: "feature-gates",
    hostnameOverride: "hostname-override",
    makeIPTablesUtilChains: "make-iptables-util-chains",
    podPidsLimit: "pod-max-pids",
    protectKernelDefaults: "protect-kernel-defaults",
    readOnlyPort: "read-only-port",
    rotateCertificates: "rotate-certificates",
    seccompDefault: "seccomp-default",
    serverTLSBootstrap: "rotate-server-certificates",
    staticPodPath: "pod-manifest-path",
    streamingConnectionIdleTimeout: "streaming-connection-idle-timeout",
    tlsCertFile: "tls-cert-file",
    tlsCipherSuites: "tls-cipher-suites",
    tlsMinVersion: "tls-min-version",
    tlsPrivateKeyFile: "tls-private-key-file",
  },
  "kube-proxy": { config: "config", featureGates: "feature-gates", metricsBindAddress: "metrics-bind-address" },
};

/** The flag that sets a setting of the program. */
export const flagNameOf =
  (program: PartName) =>
  (setting: string): string | undefined => {
    const fields = FLAGS_OF_FIELDS[program];
    return fields === undefined ? setting : fields[setting];
  };

const SECURITY: Readonly<Record<string, string>> = {
  "cert-file": "client-transport-security.cert-file",
  "key-file": "client-transport-security.key-file",
  "client-cert-auth": "client-transport-security.client-cert-auth",
  "trusted-ca-file": "client-transport-security.trusted-ca-file",
  "auto-tls": "client-transport-security.auto-tls",
  "peer-cert-file": "peer-transport-security.cert-file",
  "peer-key-file": "peer-transport-security.key-file",
  "peer-client-cert-auth": "peer-transport-security.client-cert-auth",
  "peer-trusted-ca-file": "peer-transport-security.trusted-ca-file",
  "peer-auto-tls": "peer-transport-security.auto-tls",
};

/** The key of etcd's configuration file that is the same as a flag. */
export const etcdKeyOf = (flag: string): string => SECURITY[flag] ?? flag;
