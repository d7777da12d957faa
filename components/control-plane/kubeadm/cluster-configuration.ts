import { posix } from "node:path";
import { absolutePath, endpoint, httpsAddress, oneOf, refuse } from "../../refusal.js";
import { type ApiServerBehaviourArgs, type ApiServerFiles, hardenedApiServerFlags } from "../api-server/flags.js";
import type { AuditBackendArgs } from "../audit/backends.js";
import { cidr, distinctCidrs } from "../cidr.js";
import { hardenedControllerManagerFlags } from "../controller-manager/flags.js";
import { hardenedEtcdFlags } from "../etcd/flags.js";
import { extraArgs } from "../flags.js";
import { hardenedSchedulerFlags } from "../scheduler/flags.js";
import { kubernetesVersion } from "../version.js";
import { type HostPathMount, mounts } from "./host-path-mounts.js";

/** Algorithms of the keys that kubeadm makes; all are in its v1beta4. */
export type KubeadmKeyAlgorithm = "RSA-2048" | "RSA-3072" | "RSA-4096" | "ECDSA-P256";
const ALGORITHMS = ["RSA-2048", "RSA-3072", "RSA-4096", "ECDSA-P256"] as const;

/** etcd that kubeadm does not run. */
export interface ExternalEtcdArgs {
  /** https. */
  readonly endpoints: readonly [string, ...string[]];
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

export interface KubeadmClusterConfigurationArgs extends ApiServerBehaviourArgs {
  /** Release, such as `v1.37.2`: kubeadm would ask the Internet which one a minor version means. */
  readonly kubernetesVersion: string;
  /** Name or address, and port, of all API servers together, such as `k8s.example.com:6443`. */
  readonly controlPlaneEndpoint: string;
  /** Further names and addresses in the API server's certificate. @default none */
  readonly certificateNames?: readonly string[];
  /** Blocks of addresses of pods, one of each family at most. @default "10.244.0.0/16" */
  readonly podCidrs?: readonly [string, ...string[]];
  /** Blocks of addresses of Services, one of each family at most. @default "10.96.0.0/16" */
  readonly serviceCidrs?: readonly [string, ...string[]];
  /** Blocks of the machines' own addresses, which neither of those may contain. @default none: not checked */
  readonly nodeCidrs?: readonly string[];
  /** @default "cluster.local" */
  readonly dnsDomain?: string;
  /** @default "kubernetes" */
  readonly clusterName?: string;
  /** @default "ECDSA-P256" */
  readonly keyAlgorithm?: KubeadmKeyAlgorithm;
  /** Where the files are that `ControlPlaneFiles` writes. */
  readonly files: ApiServerFiles & { readonly authentication: string; readonly encryption: string };
  /** Where audit events go. */
  readonly audit: AuditBackendArgs;
  /** Further paths that the API server reads, such as the socket of a KMS plugin. @default none */
  readonly apiServerPaths?: readonly string[];
  /** @default etcd on the machines of the control plane, by kubeadm */
  readonly externalEtcd?: ExternalEtcdArgs;
}

/** Arguments of one program, as kubeadm has them. */
interface KubeadmComponent {
  readonly extraArgs: readonly { readonly name: string; readonly value: string }[];
  readonly extraVolumes?: readonly HostPathMount[];
}

/** kubeadm.k8s.io/v1beta4, which every version from 1.31 to 1.37 reads. */
export interface KubeadmClusterConfiguration {
  readonly apiVersion: "kubeadm.k8s.io/v1beta4";
  readonly kind: "ClusterConfiguration";
  readonly kubernetesVersion: string;
  readonly clusterName: string;
  readonly controlPlaneEndpoint: string;
  readonly encryptionAlgorithm: KubeadmKeyAlgorithm;
  readonly certificateValidityPeriod: string;
  readonly networking: { readonly podSubnet: string; readonly serviceSubnet: string; readonly dnsDomain: string };
  readonly apiServer: KubeadmComponent & { readonly certSANs?: readonly string[] };
  readonly controllerManager: KubeadmComponent;
  readonly scheduler: KubeadmComponent;
  readonly etcd:
    | { readonly local: { readonly dataDir: string; readonly extraArgs: KubeadmComponent["extraArgs"] } }
    | {
        readonly external: {
          readonly endpoints: readonly string[];
          readonly caFile: string;
          readonly certFile: string;
          readonly keyFile: string;
        };
      };
}

/** Authority of kubeadm's; it signs the kubelets' serving certificates as well. */
export const KUBEADM_AUTHORITY = "/etc/kubernetes/pki/ca.crt";

/**
 * A cluster that kubeadm sets up hardened: its own flags are right for CIS-K8S-1.2.4, 1.2.22 to 1.2.26, 1.3.4, 1.3.5 and
 * section 2 (NSA-CP-04, NSA-CP-08); those of `hardenedApiServerFlags`, `hardenedControllerManagerFlags`,
 * `hardenedSchedulerFlags` and `hardenedEtcdFlags` come on top.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function kubeadmClusterConfiguration(args: KubeadmClusterConfigurationArgs): KubeadmClusterConfiguration {
  const { clusterName = "kubernetes", certificateNames = [], files, audit } = args;
  const { release } = kubernetesVersion(args.kubernetesVersion);
  if (release === undefined) refuse("kubernetesVersion", 'be a release such as "v1.37.2"', args.kubernetesVersion);
  return {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "ClusterConfiguration",
    kubernetesVersion: `v${release}`,
    clusterName,
    controlPlaneEndpoint: endpoint("controlPlaneEndpoint", args.controlPlaneEndpoint),
    encryptionAlgorithm: oneOf("keyAlgorithm", args.keyAlgorithm ?? "ECDSA-P256", ALGORITHMS),
    certificateValidityPeriod: "8760h",
    networking: networking(args),
    apiServer: {
      ...(certificateNames.length === 0 ? {} : { certSANs: certificateNames }),
      extraArgs: extraArgs(hardenedApiServerFlags({ ...args, kubeletAuthority: KUBEADM_AUTHORITY })),
      extraVolumes: mounts(
        [
          files.admission,
          files.authentication,
          files.encryption,
          audit.policy,
          ...[files.authorization, audit.webhook?.kubeconfig].filter((path) => path !== undefined),
        ].map((path) => posix.dirname(path)),
        (args.apiServerPaths ?? []).map((path) => absolutePath("apiServerPaths", path)),
        audit.log === undefined ? [] : [posix.dirname(audit.log.path)],
      ),
    },
    controllerManager: { extraArgs: extraArgs(hardenedControllerManagerFlags(args)) },
    scheduler: { extraArgs: extraArgs(hardenedSchedulerFlags(args)) },
    etcd:
      args.externalEtcd === undefined
        ? { local: { dataDir: "/var/lib/etcd", extraArgs: extraArgs(hardenedEtcdFlags(args)) } }
        : { external: externalEtcd(args.externalEtcd) },
  };
}

function networking(args: KubeadmClusterConfigurationArgs): KubeadmClusterConfiguration["networking"] {
  const { podCidrs = ["10.244.0.0/16"], serviceCidrs = ["10.96.0.0/16"], nodeCidrs = [] } = args;
  const blocks = {
    podCidrs: podCidrs.map((text) => cidr("podCidrs", text)),
    serviceCidrs: serviceCidrs.map((text) => cidr("serviceCidrs", text)),
    nodeCidrs: nodeCidrs.map((text) => cidr("nodeCidrs", text)),
  };
  for (const input of ["podCidrs", "serviceCidrs"] as const)
    if (new Set(blocks[input].map(({ family }) => family)).size !== blocks[input].length)
      refuse(input, "have one block of IPv4 and one of IPv6 at most", args[input]);
  distinctCidrs(blocks);
  return {
    podSubnet: podCidrs.join(","),
    serviceSubnet: serviceCidrs.join(","),
    dnsDomain: args.dnsDomain ?? "cluster.local",
  };
}

const externalEtcd = ({ endpoints, authority, certificate, key }: ExternalEtcdArgs) => ({
  endpoints: endpoints.map((address) => httpsAddress("externalEtcd.endpoints", address)),
  caFile: absolutePath("externalEtcd.authority", authority),
  certFile: absolutePath("externalEtcd.certificate", certificate),
  keyFile: absolutePath("externalEtcd.key", key),
});
