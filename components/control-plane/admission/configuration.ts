import { absolutePath, oneOf, refuse, wholeNumber } from "../../refusal.js";
import { demand, kubernetesVersion } from "../version.js";

/** A level of the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";
const LEVELS = ["privileged", "baseline", "restricted"] as const;

/** What a limit of EventRateLimit counts by. */
export type EventLimitType = "Server" | "Namespace" | "User" | "SourceAndObject";
const LIMIT_TYPES = ["Server", "Namespace", "User", "SourceAndObject"] as const;

/** One limit (eventratelimit.admission.k8s.io/v1alpha1 `Limit`). */
export interface EventLimit {
  readonly type: EventLimitType;
  /** Events a second that are let through. */
  readonly qps: number;
  /** Events at once. */
  readonly burst: number;
  /** Buckets that are remembered; not for `Server`. @default the plugin's, 4096 */
  readonly cacheSize?: number;
}

/** A service that is asked whether images may run. */
export interface ImagePolicyWebhookArgs {
  /** Path of a kubeconfig with the service's address, its authority and our client certificate. */
  readonly kubeconfig: string;
  /** Seconds that a permission is remembered. @default 30 */
  readonly allowTtlSeconds?: number;
  /** Seconds that a refusal is remembered. @default 30 */
  readonly denyTtlSeconds?: number;
  /** Lets images run while the service does not answer; whoever can stop the service can then run any. @default false */
  readonly allowWhenUnreachable?: boolean;
}

export interface AdmissionConfigurationArgs {
  /** Version of the Pod Security Standards to judge by, as `v<major>.<minor>`; pinned, so that an upgrade of the API server does not refuse running workloads. */
  readonly podSecurityVersion: string;
  /**
   * Level enforced in namespaces without a label of their own.
   * @default "restricted"
   */
  readonly podSecurityLevel?: PodSecurityLevel;
  /**
   * Namespaces that Pod Security does not judge.
   * @default ["kube-system"], whose components need the host
   */
  readonly exemptNamespaces?: readonly string[];
  /**
   * Limits of events, with which a broken workload could fill etcd.
   * @default 50 a second in a namespace, and 10 a second of one source about one object
   */
  readonly eventLimits?: readonly EventLimit[];
  /** @default none */
  readonly imagePolicyWebhook?: ImagePolicyWebhookArgs;
  /**
   * Version of the API server.
   * @default that of `podSecurityVersion`
   */
  readonly kubernetesVersion?: string;
  /**
   * Folder of the manifests that `admissionManifests` writes: policies that nobody can remove through the API. Needs
   * Kubernetes 1.37.
   * @default none
   */
  readonly manifestsFolder?: string;
}

/** One plugin's configuration in the file. */
export interface AdmissionPlugin {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Pod Security's configuration (pod-security.admission.config.k8s.io/v1). */
export interface PodSecurityPlugin extends AdmissionPlugin {
  readonly name: "PodSecurity";
  readonly configuration: {
    readonly apiVersion: "pod-security.admission.config.k8s.io/v1";
    readonly kind: "PodSecurityConfiguration";
    readonly defaults: {
      readonly enforce: PodSecurityLevel;
      readonly "enforce-version": string;
      readonly audit: PodSecurityLevel;
      readonly "audit-version": string;
      readonly warn: PodSecurityLevel;
      readonly "warn-version": string;
    };
    readonly exemptions: {
      readonly usernames: readonly string[];
      readonly runtimeClasses: readonly string[];
      readonly namespaces: readonly string[];
    };
  };
}

/** The file of `--admission-control-config-file` (apiserver.config.k8s.io/v1). */
export interface AdmissionConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "AdmissionConfiguration";
  readonly plugins: readonly [PodSecurityPlugin, ...AdmissionPlugin[]];
}

/**
 * Pod Security for every namespace that does not choose its own level, a limit of events, and what else admission is to
 * be told (NSA-POD-09, V-254800, CIS-K8S-1.2.9, CIS-K8S-5.2.1, CIS-K8S-5.5.1).
 * @throws Error naming the input, the value got and what is allowed; a version that is not pinned is refused.
 */
export function admissionConfiguration(args: AdmissionConfigurationArgs): AdmissionConfiguration {
  const { eventLimits = DEFAULT_LIMITS, imagePolicyWebhook, manifestsFolder } = args;
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AdmissionConfiguration",
    plugins: [
      podSecurity(args),
      eventRateLimit(eventLimits),
      ...(imagePolicyWebhook === undefined ? [] : [imagePolicy(imagePolicyWebhook)]),
      ...(manifestsFolder === undefined ? [] : manifestPlugins(manifestsFolder, args)),
    ],
  };
}

function podSecurity(args: AdmissionConfigurationArgs): PodSecurityPlugin {
  const version = args.podSecurityVersion;
  if (!/^v1\.\d+$/.test(version)) return refuse("podSecurityVersion", 'be a pinned version such as "v1.37"', version);
  const level = oneOf("podSecurityLevel", args.podSecurityLevel ?? "restricted", LEVELS);
  return {
    name: "PodSecurity",
    configuration: {
      apiVersion: "pod-security.admission.config.k8s.io/v1",
      kind: "PodSecurityConfiguration",
      defaults: {
        enforce: level,
        "enforce-version": version,
        audit: "restricted",
        "audit-version": version,
        warn: "restricted",
        "warn-version": version,
      },
      exemptions: { usernames: [], runtimeClasses: [], namespaces: args.exemptNamespaces ?? ["kube-system"] },
    },
  };
}

const DEFAULT_LIMITS: readonly EventLimit[] = [
  { type: "Namespace", qps: 50, burst: 100, cacheSize: 2000 },
  { type: "SourceAndObject", qps: 10, burst: 50 },
];

function eventRateLimit(limits: readonly EventLimit[]): AdmissionPlugin {
  if (limits.length === 0) refuse("eventLimits", "have one limit or more", limits);
  return {
    name: "EventRateLimit",
    configuration: {
      apiVersion: "eventratelimit.admission.k8s.io/v1alpha1",
      kind: "Configuration",
      limits: limits.map(({ type, qps, burst, cacheSize }) => ({
        type: oneOf("eventLimits.type", type, LIMIT_TYPES),
        qps: wholeNumber("eventLimits.qps", qps, 1, 1_000_000),
        burst: wholeNumber("eventLimits.burst", burst, 1, 1_000_000),
        ...(cacheSize === undefined
          ? {}
          : { cacheSize: wholeNumber("eventLimits.cacheSize", cacheSize, 1, 1_000_000) }),
      })),
    },
  };
}

/** This one has no type of its own in the API (plugin/pkg/admission/imagepolicy/config.go), and 0 means its default. */
function imagePolicy(args: ImagePolicyWebhookArgs): AdmissionPlugin {
  const { kubeconfig, allowTtlSeconds = 30, denyTtlSeconds = 30, allowWhenUnreachable = false } = args;
  return {
    name: "ImagePolicyWebhook",
    configuration: {
      imagePolicy: {
        kubeConfigFile: absolutePath("imagePolicyWebhook.kubeconfig", kubeconfig),
        allowTTL: wholeNumber("imagePolicyWebhook.allowTtlSeconds", allowTtlSeconds, 1, 1800),
        denyTTL: wholeNumber("imagePolicyWebhook.denyTtlSeconds", denyTtlSeconds, 1, 1800),
        retryBackoff: 500,
        defaultAllow: allowWhenUnreachable,
      },
    },
  };
}

function manifestPlugins(folder: string, args: AdmissionConfigurationArgs): AdmissionPlugin[] {
  const version = kubernetesVersion(args.kubernetesVersion ?? args.podSecurityVersion);
  demand(version, "admission manifests", "manifestsFolder");
  const staticManifestsDir = absolutePath("manifestsFolder", folder);
  return [
    {
      name: "ValidatingAdmissionPolicy",
      configuration: {
        apiVersion: "apiserver.config.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyConfiguration",
        staticManifestsDir,
      },
    },
  ];
}
