import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { absolutePath, duration, refuse, wholeNumber } from "../../refusal.js";
import type { KeyPairFiles } from "../api-server/flags.js";
import { checkedTls, type TlsArgs, tlsVersionName } from "../tls.js";
import { knows, kubernetesVersion } from "../version.js";

/** Processor and memory that pods cannot have, as Kubernetes writes quantities. */
export interface ReservedResources {
  readonly cpu?: string;
  readonly memory?: string;
  readonly "ephemeral-storage"?: string;
  readonly pid?: string;
}

export interface KubeletConfigurationArgs extends TlsArgs {
  /**
   * Version of the kubelet.
   * @default the newest
   */
  readonly kubernetesVersion?: string;
  /**
   * Authority of the API server's client certificate.
   * @default "/etc/kubernetes/pki/ca.crt", as kubeadm has it
   */
  readonly clientAuthority?: string;
  /**
   * Serving certificate that somebody else looks after.
   * @default none: the kubelet asks the cluster for one, and an administrator or a controller approves the request
   */
  readonly serving?: KeyPairFiles;
  /** Processes and threads that a pod may have. @default 4096 */
  readonly podPidsLimit?: number;
  /** Kept for the kubelet and the container runtime. @default 100m, 256Mi and 1000 processes */
  readonly kubeReserved?: ReservedResources;
  /** Kept for the operating system. @default 100m, 256Mi and 1000 processes */
  readonly systemReserved?: ReservedResources;
  /** Events a second that the kubelet may write; 0 would be no limit. @default 50 */
  readonly eventRecordQps?: number;
  /** When an idle session in a container ends. @default "5m" */
  readonly streamingConnectionIdleTimeout?: string;
  /**
   * Makes pods show credentials also for images that were on the node before its kubelet; such a node needs its registry
   * to restart even its control plane. Kubernetes 1.35 and later; earlier kubelets never ask.
   * @default false
   */
  readonly verifyPreloadedImages?: boolean;
  /**
   * Folder of static pods. Only where the control plane runs.
   * @default none
   */
  readonly staticPodPath?: string;
  /**
   * Ends with an error where the kernel is not set as `KERNEL_DEFAULTS`, instead of setting it.
   * @default true
   */
  readonly protectKernelDefaults?: boolean;
}

/** The file of a kubelet's `--config` (kubelet.config.k8s.io/v1beta1). */
export interface KubeletConfiguration {
  readonly apiVersion: "kubelet.config.k8s.io/v1beta1";
  readonly kind: "KubeletConfiguration";
  readonly authentication: {
    readonly anonymous: { readonly enabled: false };
    readonly webhook: { readonly enabled: true };
    readonly x509: { readonly clientCAFile: string };
  };
  readonly authorization: { readonly mode: "Webhook" };
  readonly readOnlyPort: 0;
  readonly rotateCertificates: true;
  readonly serverTLSBootstrap?: true;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly tlsMinVersion: string;
  readonly tlsCipherSuites: readonly string[];
  readonly protectKernelDefaults: boolean;
  readonly makeIPTablesUtilChains: true;
  readonly seccompDefault: true;
  readonly podPidsLimit: number;
  readonly kubeReserved: ReservedResources;
  readonly systemReserved: ReservedResources;
  readonly eventRecordQPS: number;
  readonly eventBurst: number;
  readonly streamingConnectionIdleTimeout: string;
  readonly enableProfilingHandler: false;
  readonly enableDebugFlagsHandler: false;
  readonly enableSystemLogHandler: false;
  readonly imagePullCredentialsVerificationPolicy?: "NeverVerifyPreloadedImages" | "AlwaysVerify";
  readonly staticPodPath?: string;
}

/** What a kubelet that protects the kernel's defaults expects of them (pkg/kubelet/cm/container_manager_linux.go). */
export const KERNEL_DEFAULTS = {
  "vm.overcommit_memory": 1,
  "vm.panic_on_oom": 0,
  "kernel.panic": 10,
  "kernel.panic_on_oops": 1,
  "kernel.keys.root_maxkeys": 1_000_000,
  "kernel.keys.root_maxbytes": 25_000_000,
} as const;

/** A file for `/etc/sysctl.d` without which a kubelet that protects the kernel's defaults does not start (V-242434). */
export const kernelDefaults = (): string =>
  Object.entries(KERNEL_DEFAULTS)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");

const RESERVED: ReservedResources = { cpu: "100m", memory: "256Mi", pid: "1000" };

/**
 * A hardened kubelet (CIS-K8S-4.2.1 to CIS-K8S-4.2.14, NSA-AUTH-05, NSA-ENC-01, V-242387, V-242391, V-242392, V-242397,
 * V-242399, V-242404, V-242420, V-242424, V-242425, V-242434, V-245541).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function kubeletConfiguration(args: KubeletConfigurationArgs = {}): KubeletConfiguration {
  const { clientAuthority = "/etc/kubernetes/pki/ca.crt", eventRecordQps = 50, staticPodPath } = args;
  const version = kubernetesVersion(args.kubernetesVersion ?? KUBERNETES_VERSIONS.newest);
  const tls = checkedTls(args);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: absolutePath("clientAuthority", clientAuthority) },
    },
    authorization: { mode: "Webhook" },
    readOnlyPort: 0,
    rotateCertificates: true,
    ...(args.serving === undefined ? { serverTLSBootstrap: true } : servingFiles(args.serving)),
    tlsMinVersion: tlsVersionName(tls),
    tlsCipherSuites: tls.suites,
    protectKernelDefaults: args.protectKernelDefaults ?? true,
    makeIPTablesUtilChains: true,
    seccompDefault: true,
    podPidsLimit: wholeNumber("podPidsLimit", args.podPidsLimit ?? 4096, 1, 4_194_304),
    kubeReserved: checkedReservation("kubeReserved", args.kubeReserved ?? RESERVED),
    systemReserved: checkedReservation("systemReserved", args.systemReserved ?? RESERVED),
    eventRecordQPS: wholeNumber("eventRecordQps", eventRecordQps, 1, 10_000),
    eventBurst: eventRecordQps * 2,
    streamingConnectionIdleTimeout: duration(
      "streamingConnectionIdleTimeout",
      args.streamingConnectionIdleTimeout ?? "5m",
    ),
    enableProfilingHandler: false,
    enableDebugFlagsHandler: false,
    enableSystemLogHandler: false,
    ...(knows(version, "kubelet imagePullCredentialsVerificationPolicy")
      ? {
          imagePullCredentialsVerificationPolicy: args.verifyPreloadedImages
            ? ("AlwaysVerify" as const)
            : ("NeverVerifyPreloadedImages" as const),
        }
      : {}),
    ...(staticPodPath === undefined ? {} : { staticPodPath: absolutePath("staticPodPath", staticPodPath) }),
  };
}

const servingFiles = ({ certificate, key }: KeyPairFiles) => ({
  tlsCertFile: absolutePath("serving.certificate", certificate),
  tlsPrivateKeyFile: absolutePath("serving.key", key),
});

const RESERVABLE = ["cpu", "memory", "ephemeral-storage", "pid"];

function checkedReservation(input: string, reserved: ReservedResources): ReservedResources {
  for (const [resource, quantity] of Object.entries(reserved)) {
    if (!RESERVABLE.includes(resource)) refuse(input, `have only ${RESERVABLE.join(", ")}`, resource);
    if (!/^\d+(?:\.\d+)?(?:m|k|Ki|M|Mi|G|Gi)?$/.test(String(quantity)))
      refuse(`${input}.${resource}`, 'be a quantity such as "100m" or "256Mi"', quantity);
  }
  return reserved;
}
