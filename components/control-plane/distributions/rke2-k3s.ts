import {
  type ApiServerBehaviourArgs,
  type ApiServerHardeningArgs,
  hardenedApiServerFlags,
} from "../api-server/flags.js";
import type { AuditBackendArgs } from "../audit/backends.js";
import { cidr, distinctCidrs } from "../cidr.js";
import { hardenedControllerManagerFlags } from "../controller-manager/flags.js";
import { hardenedEtcdFlags } from "../etcd/flags.js";
import { type Flags, namedValues } from "../flags.js";
import { type KubeletConfigurationArgs, kubeletConfiguration } from "../kubelet/configuration.js";
import { kubeletFlags } from "../kubelet/flags.js";
import { hardenedSchedulerFlags } from "../scheduler/flags.js";
import { kubernetesVersion } from "../version.js";

/** A server of RKE2 or K3s. */
export interface RancherServerArgs extends ApiServerBehaviourArgs {
  /** Version of Kubernetes, such as `1.37` or `v1.37.2`. */
  readonly kubernetesVersion: string;
  /** Where the AdmissionConfiguration is. */
  readonly admission: string;
  /** Where the audit policy is, and where events go. */
  readonly audit: AuditBackendArgs;
  /** What the kubelet is to do beside the hardening. @default nothing */
  readonly kubelet?: Pick<
    KubeletConfigurationArgs,
    "podPidsLimit" | "kubeReserved" | "systemReserved" | "eventRecordQps" | "streamingConnectionIdleTimeout"
  >;
  /** Further names and addresses in the API server's certificate. @default none */
  readonly certificateNames?: readonly string[];
  /** Addresses of pods. @default "10.42.0.0/16" */
  readonly podCidr?: string;
  /** Addresses of Services. @default "10.43.0.0/16" */
  readonly serviceCidr?: string;
  /** Labels processes for SELinux; the distribution's SELinux policy must be installed. @default false */
  readonly selinux?: boolean;
}

interface RancherServer {
  readonly "write-kubeconfig-mode": "0600";
  readonly "protect-kernel-defaults": true;
  readonly "secrets-encryption-provider": "secretbox";
  readonly "cluster-cidr": string;
  readonly "service-cidr": string;
  readonly selinux?: true;
  readonly "tls-san"?: readonly string[];
  readonly "kube-apiserver-arg": readonly string[];
  readonly "kube-controller-manager-arg": readonly string[];
  readonly "kube-scheduler-arg": readonly string[];
  readonly "kubelet-arg": readonly string[];
  readonly "etcd-arg": readonly string[];
}

/** `/etc/rancher/rke2/config.yaml` of a server. */
export interface Rke2Config extends RancherServer {
  readonly profile: "cis";
}

/** `/etc/rancher/k3s/config.yaml` of a server. */
export interface K3sConfig extends RancherServer {
  readonly "secrets-encryption": true;
}

/**
 * A hardened server of RKE2 (CIS-K8S-1.2.1 to 1.4.2, CIS-K8S-2.3, CIS-K8S-2.6, CIS-K8S-4.2.1 to 4.2.14, NSA-SEC-03,
 * NSA-LOG-01, NSA-LOG-03). Its profile `cis` checks the machine: the user etcd, and the kernel set as `kernelDefaults`.
 *
 * RKE2 sets certificates, addresses and anonymous requests (none) itself, and rotates keys by `rke2 secrets-encrypt`.
 * @throws Error naming the input, the value got and what is allowed.
 */
export const rke2Config = (args: RancherServerArgs): Rke2Config => ({ profile: "cis", ...server(args) });

/**
 * A hardened server of K3s; see `rke2Config`. The kernel must be set as `kernelDefaults`.
 * @throws Error naming the input, the value got and what is allowed.
 */
export const k3sConfig = (args: RancherServerArgs): K3sConfig => ({ "secrets-encryption": true, ...server(args) });

function server(args: RancherServerArgs): RancherServer {
  const { certificateNames = [], podCidr = "10.42.0.0/16", serviceCidr = "10.43.0.0/16" } = args;
  const { minor } = kubernetesVersion(args.kubernetesVersion);
  distinctCidrs({ podCidr: [cidr("podCidr", podCidr)], serviceCidr: [cidr("serviceCidr", serviceCidr)] });
  const tls = { tlsMinVersion: args.tlsMinVersion, cipherSuites: args.cipherSuites };
  return {
    "write-kubeconfig-mode": "0600",
    "protect-kernel-defaults": true,
    "secrets-encryption-provider": "secretbox",
    "cluster-cidr": podCidr,
    "service-cidr": serviceCidr,
    ...(args.selinux ? { selinux: true } : {}),
    ...(certificateNames.length === 0 ? {} : { "tls-san": certificateNames }),
    "kube-apiserver-arg": namedValues(apiServer(args)),
    "kube-controller-manager-arg": namedValues(hardenedControllerManagerFlags(tls)),
    "kube-scheduler-arg": namedValues(hardenedSchedulerFlags(tls)),
    "kubelet-arg": namedValues(
      kubeletFlags(kubeletConfiguration({ ...args.kubelet, ...tls, kubernetesVersion: minor })),
    ),
    "etcd-arg": namedValues(hardenedEtcdFlags(tls)),
  };
}

/** The modes Node and RBAC, and no anonymous requests, are what both set themselves. */
function apiServer(args: RancherServerArgs): Flags {
  const hardening: ApiServerHardeningArgs = { ...args, files: { admission: args.admission } };
  return hardenedApiServerFlags(hardening);
}
