import { resolve } from "node:path";
import {
  type ApiServerBehaviourArgs,
  type AuditWebhookArgs,
  apiServerFlags,
  commandLine,
  controllerManagerFlags,
  etcdFlags,
  schedulerFlags,
} from "../../components/control-plane/index.js";
import type { Toolchain } from "../toolchain/index.js";
import type { Layout } from "./layout.js";
import type { Command } from "./processes.js";

/** Name of the one simulated node. */
export const NODE_NAME = "sandbox-node";

const KWOK_STAGES = resolve(__dirname, "../../../sandbox/control-plane/kwok-stages.yaml");

const LOOPBACK = "127.0.0.1";
const origin = (port: number): string => `https://${LOOPBACK}:${port}`;

/** etcd over mutual TLS on loopback (CIS-K8S-2.1 to 2.7). */
export function etcd(toolchain: Toolchain, { file, ports, etcdServer }: Layout): Command {
  const pair = { certificate: file("etcdCertificate"), key: file("etcdKey") };
  return {
    name: "etcd",
    executable: toolchain.etcd.path,
    args: commandLine({
      ...etcdFlags({
        name: "sandbox",
        dataFolder: file("etcdData"),
        clientAddress: etcdServer,
        peerAddress: origin(ports.etcdPeer),
        clientAuthority: file("etcdAuthority"),
        serving: pair,
        peerAuthority: file("etcdAuthority"),
        peer: pair,
      }),
      // The data lives no longer than the process: waiting for the disk would only cost time.
      "unsafe-no-fsync": true,
    }),
  };
}

/** What an API server does otherwise than by default. */
export interface ApiServerOptions extends ApiServerBehaviourArgs {
  /** A service that audit events are sent to, beside the log. @default none */
  readonly auditWebhook?: AuditWebhookArgs;
}

export function apiServer(
  toolchain: Toolchain,
  { file, ports, server, etcdServer }: Layout,
  { auditWebhook, ...behaviour }: ApiServerOptions = {},
): Command {
  return {
    name: "kube-apiserver",
    executable: toolchain["kube-apiserver"].path,
    args: commandLine({
      ...apiServerFlags({
        ...behaviour,
        etcdServers: [etcdServer],
        etcdAuthority: file("etcdAuthority"),
        etcdClient: { certificate: file("etcdClientCertificate"), key: file("etcdClientKey") },
        serving: { certificate: file("apiServerCertificate"), key: file("apiServerKey") },
        clientAuthority: file("kubernetesAuthority"),
        kubeletClient: { certificate: file("kubeletClientCertificate"), key: file("kubeletClientKey") },
        kubeletAuthority: file("kubernetesAuthority"),
        serviceAccounts: {
          issuer: server,
          publicKey: file("serviceAccountPublicKey"),
          signingKey: file("serviceAccountKey"),
        },
        files: {
          admission: file("admission"),
          authentication: file("authentication"),
          authorization: file("authorization"),
          encryption: file("encryption"),
        },
        audit: { policy: file("audit"), log: { path: file("auditLog") }, webhook: auditWebhook },
        securePort: ports.apiServer,
      }),
      "bind-address": LOOPBACK,
      "advertise-address": LOOPBACK,
      "endpoint-reconciler-type": "none",
    }),
  };
}

export function controllerManager(toolchain: Toolchain, { file, ports }: Layout): Command {
  return {
    name: "kube-controller-manager",
    executable: toolchain["kube-controller-manager"].path,
    args: commandLine({
      ...controllerManagerFlags({
        kubeconfig: file("controllerManagerKubeconfig"),
        serviceAccountKey: file("serviceAccountKey"),
        rootAuthority: file("kubernetesAuthority"),
        securePort: ports.controllerManager,
      }),
      // Each controller fetches its own account first; at the default of 20 a second that alone takes 5 s.
      "kube-api-qps": 1000,
      "kube-api-burst": 1000,
      // One instance, no rival: waiting for a lease would delay the first default service account.
      "leader-elect": false,
    }),
  };
}

export function scheduler(toolchain: Toolchain, { file, ports }: Layout): Command {
  return {
    name: "kube-scheduler",
    executable: toolchain["kube-scheduler"].path,
    args: commandLine({
      ...schedulerFlags({ kubeconfig: file("schedulerKubeconfig"), securePort: ports.scheduler }),
      "leader-elect": false,
    }),
  };
}

/** Plays the kubelet of one node: pods become ready without a container ever running. */
export function kwok(toolchain: Toolchain, { file }: Layout): Command {
  return {
    name: "kwok",
    executable: toolchain.kwok.path,
    args: commandLine({
      kubeconfig: file("kwokKubeconfig"),
      config: KWOK_STAGES,
      "manage-single-node": NODE_NAME,
      // Without leases the node is NotReady after 40 s and Services lose their endpoints.
      "node-lease-duration-seconds": 40,
    }),
  };
}
