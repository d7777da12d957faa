import {
  type AdmissionConfigurationArgs,
  type AdmissionPlugin,
  admissionConfiguration,
} from "../admission/configuration.js";
import { type ApiServerBehaviourArgs, apiServerBehaviourFlags } from "../api-server/flags.js";
import { type AuditPolicy, type AuditPolicyArgs, auditPolicy } from "../audit/policy.js";
import { hardenedControllerManagerFlags } from "../controller-manager/flags.js";
import { hardenedEtcdFlags } from "../etcd/flags.js";
import { type Flags, texts } from "../flags.js";
import { type KubeletConfigurationArgs, kubeletConfiguration } from "../kubelet/configuration.js";
import { hardenedSchedulerFlags } from "../scheduler/flags.js";
import { kubernetesVersion } from "../version.js";

export interface TalosPatchArgs extends ApiServerBehaviourArgs {
  /** Version of Kubernetes, such as `1.37` or `v1.37.2`. */
  readonly kubernetesVersion: string;
  readonly admission: Pick<
    AdmissionConfigurationArgs,
    "podSecurityVersion" | "podSecurityLevel" | "exemptNamespaces" | "eventLimits"
  >;
  /** @default the profile "standard" */
  readonly audit?: AuditPolicyArgs;
  /** @default what the hardening says */
  readonly kubelet?: Pick<
    KubeletConfigurationArgs,
    "podPidsLimit" | "kubeReserved" | "systemReserved" | "eventRecordQps" | "streamingConnectionIdleTimeout"
  >;
}

/** A patch of a Talos machine configuration (v1alpha1): `talosctl gen config --config-patch-control-plane @FILE`. */
export interface TalosPatch {
  readonly machine: {
    readonly kubelet: {
      readonly defaultRuntimeSeccompProfileEnabled: true;
      readonly disableManifestsDirectory: true;
      readonly extraArgs: Readonly<Record<string, string>>;
      readonly extraConfig: Readonly<Record<string, unknown>>;
    };
  };
  readonly cluster: {
    readonly apiServer: {
      readonly admissionControl: readonly AdmissionPlugin[];
      readonly auditPolicy: AuditPolicy;
      readonly extraArgs: Readonly<Record<string, string>>;
    };
    readonly controllerManager: { readonly extraArgs: Readonly<Record<string, string>> };
    readonly scheduler: { readonly extraArgs: Readonly<Record<string, string>> };
    readonly etcd: { readonly extraArgs: Readonly<Record<string, string>> };
  };
}

/**
 * What Talos leaves to its users (CIS-K8S-1.2.3, 1.2.9, 1.2.11, 1.2.20, 1.2.29, 1.2.30, 1.3.1, 3.2.2, 4.2.8, 4.2.13,
 * NSA-LOG-02, NSA-POD-09, V-242418, V-254800). It has no shell, encrypts Secrets by secretbox, answers no anonymous
 * request, writes and rotates the audit log, and sets certificates and kernel itself; what it sets cannot be set here.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function talosPatch(args: TalosPatchArgs): TalosPatch {
  const { minor } = kubernetesVersion(args.kubernetesVersion);
  const tls = { tlsMinVersion: args.tlsMinVersion, cipherSuites: args.cipherSuites };
  const kubelet = kubeletConfiguration({ ...args.kubelet, ...tls, kubernetesVersion: minor });
  return {
    machine: {
      kubelet: {
        defaultRuntimeSeccompProfileEnabled: true,
        disableManifestsDirectory: true,
        extraArgs: { "rotate-server-certificates": "true" },
        extraConfig: {
          podPidsLimit: kubelet.podPidsLimit,
          kubeReserved: kubelet.kubeReserved,
          systemReserved: kubelet.systemReserved,
          eventRecordQPS: kubelet.eventRecordQPS,
          eventBurst: kubelet.eventBurst,
          streamingConnectionIdleTimeout: kubelet.streamingConnectionIdleTimeout,
          tlsCipherSuites: kubelet.tlsCipherSuites,
          enableProfilingHandler: kubelet.enableProfilingHandler,
          enableDebugFlagsHandler: kubelet.enableDebugFlagsHandler,
        },
      },
    },
    cluster: {
      apiServer: {
        admissionControl: admissionConfiguration(args.admission).plugins,
        auditPolicy: auditPolicy(args.audit),
        extraArgs: texts(apiServerBehaviourFlags(args)),
      },
      controllerManager: { extraArgs: texts(hardenedControllerManagerFlags(tls)) },
      scheduler: { extraArgs: texts(hardenedSchedulerFlags(tls)) },
      etcd: { extraArgs: texts(withoutItsOwn(hardenedEtcdFlags(tls))) },
    },
  };
}

/** Talos refuses a patch that sets what it sets. */
const withoutItsOwn = ({ "auto-tls": _auto, "peer-auto-tls": _peer, ...rest }: Flags): Flags => rest;
