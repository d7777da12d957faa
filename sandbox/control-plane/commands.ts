import { resolve } from "node:path";
import type { Toolchain } from "../toolchain/index.js";
import type { Layout } from "./layout.js";
import type { Command } from "./processes.js";

/** Name of the one simulated node. */
export const NODE_NAME = "sandbox-node";

const KWOK_STAGES = resolve(__dirname, "../../../sandbox/control-plane/kwok-stages.yaml");

/** Suites with forward secrecy and authenticated encryption (CIS-K8S-1.2.29); TLS 1.3 suites are not configurable. */
const CIPHER_SUITES = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
].join(",");

const flags = (values: Readonly<Record<string, string | number | boolean>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/** etcd over mutual TLS on loopback (CIS-K8S-2.1 to 2.7). */
export function etcd(toolchain: Toolchain, { file, ports }: Layout): Command {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  return {
    name: "etcd",
    executable: toolchain.etcd.path,
    args: flags({
      name: "sandbox",
      "data-dir": file("etcdData"),
      "listen-client-urls": client,
      "advertise-client-urls": client,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": `sandbox=${peer}`,
      "cert-file": file("etcdCertificate"),
      "key-file": file("etcdKey"),
      "trusted-ca-file": file("etcdAuthority"),
      "client-cert-auth": true,
      "peer-cert-file": file("etcdCertificate"),
      "peer-key-file": file("etcdKey"),
      "peer-trusted-ca-file": file("etcdAuthority"),
      "peer-client-cert-auth": true,
      "tls-min-version": "TLS1.2",
      // The data lives no longer than the process: waiting for the disk would only cost time.
      "unsafe-no-fsync": true,
    }),
  };
}

export function apiServer(toolchain: Toolchain, { file, ports, server, etcdServer }: Layout): Command {
  return {
    name: "kube-apiserver",
    executable: toolchain["kube-apiserver"].path,
    args: flags({
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "secure-port": ports.apiServer,
      "service-cluster-ip-range": "10.96.0.0/16",
      "endpoint-reconciler-type": "none",
      "etcd-servers": etcdServer,
      "etcd-cafile": file("etcdAuthority"),
      "etcd-certfile": file("etcdClientCertificate"),
      "etcd-keyfile": file("etcdClientKey"),
      "tls-cert-file": file("apiServerCertificate"),
      "tls-private-key-file": file("apiServerKey"),
      "tls-min-version": "VersionTLS12",
      "tls-cipher-suites": CIPHER_SUITES,
      "client-ca-file": file("kubernetesAuthority"),
      "authentication-config": file("authentication"),
      "authorization-mode": "Node,RBAC",
      "enable-admission-plugins": "NodeRestriction,DenyServiceExternalIPs",
      "admission-control-config-file": file("admission"),
      "encryption-provider-config": file("encryption"),
      "audit-policy-file": file("audit"),
      "audit-log-path": file("auditLog"),
      "audit-log-maxage": 30,
      "audit-log-maxbackup": 10,
      "audit-log-maxsize": 100,
      "service-account-issuer": server,
      "service-account-key-file": file("serviceAccountPublicKey"),
      "service-account-signing-key-file": file("serviceAccountKey"),
      "service-account-extend-token-expiration": false,
      profiling: false,
      // Without it this flag, not Pod Security, would refuse privileged pods, with a message that names no policy.
      "allow-privileged": true,
    }),
  };
}

export function controllerManager(toolchain: Toolchain, { file, ports }: Layout): Command {
  const credentials = file("controllerManagerKubeconfig");
  return {
    name: "kube-controller-manager",
    executable: toolchain["kube-controller-manager"].path,
    args: flags({
      "bind-address": "127.0.0.1",
      "secure-port": ports.controllerManager,
      kubeconfig: credentials,
      "authentication-kubeconfig": credentials,
      "authorization-kubeconfig": credentials,
      "service-account-private-key-file": file("serviceAccountKey"),
      "root-ca-file": file("kubernetesAuthority"),
      "use-service-account-credentials": true,
      // Each controller fetches its own account first; at the default of 20 a second that alone takes 5 s.
      "kube-api-qps": 1000,
      "kube-api-burst": 1000,
      // One instance, no rival: waiting for a lease would delay the first default service account.
      "leader-elect": false,
      profiling: false,
    }),
  };
}

export function scheduler(toolchain: Toolchain, { file, ports }: Layout): Command {
  const credentials = file("schedulerKubeconfig");
  return {
    name: "kube-scheduler",
    executable: toolchain["kube-scheduler"].path,
    args: flags({
      "bind-address": "127.0.0.1",
      "secure-port": ports.scheduler,
      kubeconfig: credentials,
      "authentication-kubeconfig": credentials,
      "authorization-kubeconfig": credentials,
      "leader-elect": false,
      profiling: false,
    }),
  };
}

/** Plays the kubelet of one node: pods become ready without a container ever running. */
export function kwok(toolchain: Toolchain, { file }: Layout): Command {
  return {
    name: "kwok",
    executable: toolchain.kwok.path,
    args: flags({
      kubeconfig: file("kwokKubeconfig"),
      config: KWOK_STAGES,
      "manage-single-node": NODE_NAME,
      // Without leases the node is NotReady after 40 s and Services lose their endpoints.
      "node-lease-duration-seconds": 40,
    }),
  };
}
