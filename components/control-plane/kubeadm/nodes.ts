import { isIP } from "node:net";
import { absolutePath, duration, endpoint, refuse } from "../../refusal.js";

/** What kubeadm does on every machine. */
interface NodeArgs {
  /** Socket of the container runtime. @default "unix:///run/containerd/containerd.sock" */
  readonly criSocket?: string;
}

export interface KubeadmInitConfigurationArgs extends NodeArgs {
  /**
   * Address of this machine that the other ones find it at.
   * @default that of its default route
   */
  readonly advertiseAddress?: string;
  /**
   * With what the next machines join, as `abcdef.0123456789abcdef`. Secret.
   * @default one that kubeadm makes and prints, good for a day
   */
  readonly bootstrapToken?: string;
  /** How long the token is good for. @default "1h" */
  readonly bootstrapTokenLife?: string;
}

/** How a machine that joins finds the cluster, and knows that it is the right one. */
export interface KubeadmJoinConfigurationArgs extends NodeArgs {
  /** Name or address of the API servers, and port. Not with `discoveryFile`. */
  readonly apiServerEndpoint?: string;
  /** SHA-256 of the authority's public key, as `sha256:` and 64 digits; at least one with `apiServerEndpoint`. */
  readonly authorityHashes?: readonly string[];
  /** A kubeconfig with the cluster's address and authority, instead of asking the API server without credentials. */
  readonly discoveryFile?: string;
  /** The token of `kubeadmInitConfiguration`, or one of `kubeadm token create`. Secret. */
  readonly token: string;
  /** Makes the machine one of the control plane, with this address. @default a worker */
  readonly controlPlaneAddress?: string;
  /** Key of `kubeadm init phase upload-certs`, 64 digits; with `controlPlaneAddress` only. Secret. @default none */
  readonly certificateKey?: string;
  /** Folder of patches, such as `KUBEADM_WORKER_PATCH`. @default none */
  readonly patchesFolder?: string;
}

interface NodeRegistration {
  readonly criSocket: string;
  readonly imagePullPolicy: "IfNotPresent";
}

/** kubeadm.k8s.io/v1beta4. */
export interface KubeadmInitConfiguration {
  readonly apiVersion: "kubeadm.k8s.io/v1beta4";
  readonly kind: "InitConfiguration";
  readonly localAPIEndpoint?: { readonly advertiseAddress: string };
  readonly nodeRegistration: NodeRegistration;
  readonly bootstrapTokens?: readonly {
    readonly token: string;
    readonly ttl: string;
    readonly usages: readonly string[];
    readonly groups: readonly string[];
  }[];
}

/** kubeadm.k8s.io/v1beta4. */
export interface KubeadmJoinConfiguration {
  readonly apiVersion: "kubeadm.k8s.io/v1beta4";
  readonly kind: "JoinConfiguration";
  readonly discovery: {
    readonly tlsBootstrapToken: string;
    readonly bootstrapToken?: {
      readonly token: string;
      readonly apiServerEndpoint: string;
      readonly caCertHashes: readonly string[];
    };
    readonly file?: { readonly kubeConfigPath: string };
  };
  readonly nodeRegistration: NodeRegistration;
  readonly controlPlane?: {
    readonly localAPIEndpoint: { readonly advertiseAddress: string };
    readonly certificateKey?: string;
  };
  readonly patches?: { readonly directory: string };
}

/**
 * A patch for the folder of `patchesFolder` on workers, under the name `kubeletconfiguration+merge.yaml`: kubeadm gives
 * every kubelet the folder of static pods that only the control plane needs (V-242397).
 */
export const KUBEADM_WORKER_PATCH = {
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  staticPodPath: null,
} as const;

/**
 * The first machine (NSA-AUTH-02, CIS-K8S-3.1.3, CIS-K8S-4.2.7, V-242404: the kubelet keeps the machine's own name).
 * @throws Error naming the input and what is allowed; never with a token in it.
 */
export function kubeadmInitConfiguration(args: KubeadmInitConfigurationArgs = {}): KubeadmInitConfiguration {
  const { advertiseAddress, bootstrapToken, bootstrapTokenLife = "1h" } = args;
  return {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "InitConfiguration",
    ...(advertiseAddress === undefined
      ? {}
      : { localAPIEndpoint: { advertiseAddress: address("advertiseAddress", advertiseAddress) } }),
    nodeRegistration: nodeRegistration(args),
    ...(bootstrapToken === undefined
      ? {}
      : {
          bootstrapTokens: [
            {
              token: checkedToken("bootstrapToken", bootstrapToken),
              ttl: duration("bootstrapTokenLife", bootstrapTokenLife),
              usages: ["signing", "authentication"],
              groups: ["system:bootstrappers:kubeadm:default-node-token"],
            },
          ],
        }),
  };
}

/**
 * A further machine. It always checks that it speaks to the right cluster (NSA-CP-04, NSA-AUTH-01).
 * @throws Error naming the input and what is allowed; never with a token or a key in it.
 */
export function kubeadmJoinConfiguration(args: KubeadmJoinConfigurationArgs): KubeadmJoinConfiguration {
  const { controlPlaneAddress, certificateKey, patchesFolder } = args;
  if (certificateKey !== undefined && controlPlaneAddress === undefined)
    refuse("certificateKey", "be left out for a worker", "one without controlPlaneAddress");
  if (certificateKey !== undefined && !/^[0-9a-f]{64}$/.test(certificateKey))
    refuse("certificateKey", "be 64 hexadecimal digits", `${certificateKey.length} characters`);
  return {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "JoinConfiguration",
    discovery: discovery(args),
    nodeRegistration: nodeRegistration(args),
    ...(controlPlaneAddress === undefined
      ? {}
      : {
          controlPlane: {
            localAPIEndpoint: { advertiseAddress: address("controlPlaneAddress", controlPlaneAddress) },
            ...(certificateKey === undefined ? {} : { certificateKey }),
          },
        }),
    ...(patchesFolder === undefined ? {} : { patches: { directory: absolutePath("patchesFolder", patchesFolder) } }),
  };
}

function discovery(args: KubeadmJoinConfigurationArgs): KubeadmJoinConfiguration["discovery"] {
  const { apiServerEndpoint, authorityHashes = [], discoveryFile } = args;
  const token = checkedToken("token", args.token);
  if ((apiServerEndpoint === undefined) === (discoveryFile === undefined))
    refuse("discoveryFile", "be given, or apiServerEndpoint, but not both", { apiServerEndpoint, discoveryFile });
  if (discoveryFile !== undefined)
    return { tlsBootstrapToken: token, file: { kubeConfigPath: absolutePath("discoveryFile", discoveryFile) } };
  if (authorityHashes.length === 0 || !authorityHashes.every((hash) => /^sha256:[0-9a-f]{64}$/.test(hash)))
    refuse("authorityHashes", 'have one or more of "sha256:" and 64 hexadecimal digits', authorityHashes);
  return {
    tlsBootstrapToken: token,
    bootstrapToken: {
      token,
      apiServerEndpoint: endpoint("apiServerEndpoint", apiServerEndpoint ?? ""),
      caCertHashes: authorityHashes,
    },
  };
}

function nodeRegistration({ criSocket = "unix:///run/containerd/containerd.sock" }: NodeArgs): NodeRegistration {
  if (!/^unix:\/\/\/\S+$/.test(criSocket))
    refuse("criSocket", 'be a socket such as "unix:///run/containerd/containerd.sock"', criSocket);
  return { criSocket, imagePullPolicy: "IfNotPresent" };
}

const address = (input: string, text: string): string =>
  isIP(text) === 0 ? refuse(input, "be an address of the machine", text) : text;

const checkedToken = (input: string, token: string): string =>
  /^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)
    ? token
    : refuse(input, "be 6 and 16 small letters and digits with a dot between", `${token.length} characters`);
