import type * as pulumi from "@pulumi/pulumi";
import type { ExemptionReason } from "../../exempt.js";
import type { NameEngine, NetworkRule } from "../network-rules.js";

/** What each container asks for and may use at most, as Kubernetes quantities. */
export interface WorkloadResources {
  /** CPU request. @default "100m" */
  cpu?: pulumi.Input<string>;
  /** Memory request and limit. @default "128Mi" */
  memory?: pulumi.Input<string>;
  /** CPU limit. @default "500m" */
  cpuLimit?: pulumi.Input<string>;
  /** Request and limit of what logs and writable paths take of the node's disk. @default "256Mi" */
  ephemeralStorage?: pulumi.Input<string>;
}

/** A Secret or ConfigMap as files of one folder (CIS-K8S-5.4.1: never as environment). */
export interface MountedFiles {
  /** Name of the Secret or ConfigMap, in the workload's namespace. */
  name: pulumi.Input<string>;
  /** Absolute path of the folder in the container; one file for each key. */
  path: string;
}

/** Linux capabilities beyond none, and why. */
export interface AllowedCapabilities extends ExemptionReason {
  /** Names without `CAP_`, e.g. `NET_RAW`. */
  add: string[];
}

/**
 * What is loosened, each for a reason and until a day: the workload is then exempt from the policies named, in the pack.
 * The cluster's own admission has to be loosened as well: `podSecurity` of the namespace, `exemptions` of
 * AdmissionPolicies.
 */
export interface WorkloadLoosening {
  /**
   * Mount the token of the service account. Whoever breaks into the container has the account's rights: bind few.
   * Breaks NSA-POD-21, CIS-K8S-5.1.6; policy `no-token-automount`. @default none
   */
  allowServiceAccountToken?: ExemptionReason;
  /**
   * Run as user and group 0. Breaks NSA-POD-01, NSA-POD-14, CIS-K8S-5.2.7, PSS restricted; policies
   * `no-root-user`, `no-root-group`, `require-run-as-non-root`. @default none
   */
  allowRootUser?: ExemptionReason;
  /**
   * Leave the root file system writable, and with it the program. Breaks NSA-POD-04; policy
   * `require-read-only-root-filesystem`. Mostly `writablePaths` are enough. @default none
   */
  allowWritableRootFilesystem?: ExemptionReason;
  /**
   * Keep capabilities. Breaks NSA-POD-16, CIS-K8S-5.2.9, PSS restricted; policies `require-dropped-capabilities`,
   * `restrict-added-capabilities`. @default none
   */
  allowCapabilities?: AllowedCapabilities;
  /**
   * Take an image without tag or digest, or by the tag `latest`: what was reviewed is not what runs. Breaks NSA-POD-06;
   * policy `no-latest-images`. @default none
   */
  allowUnpinnedImage?: ExemptionReason;
}

/** What every workload has. */
export interface WorkloadArgs extends WorkloadLoosening {
  /** Namespace to run in; system namespaces and `default` are refused. */
  namespace: pulumi.Input<string>;
  /** Image with a tag other than `latest`, or better a digest. */
  image: pulumi.Input<string>;
  /** Program in the place of the image's. @default the image's */
  command?: pulumi.Input<string>[];
  /** Arguments in the place of the image's. @default the image's */
  arguments?: pulumi.Input<string>[];
  /** Environment of the container; secrets belong into mounted files. @default none */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** @default 100m CPU, 128Mi memory, at most 500m CPU, 256Mi of the node's disk */
  resources?: WorkloadResources;
  /** Absolute paths that the program writes to, beside `/tmp`; empty at start, 64 MiB each. @default none */
  writablePaths?: string[];
  /** Secrets as files. @default none */
  secretFiles?: MountedFiles[];
  /** ConfigMaps as files. @default none */
  configFiles?: MountedFiles[];
  /** User and group of the process, and of its volumes; another one for each workload keeps them apart on a node. @default 65532 */
  runAsId?: number;
  /** A user namespace of its own, in which even root is nobody on the node (NSA-POD-03); needs Kubernetes 1.33. @default false */
  userNamespace?: boolean;
  /** AppArmor's profile of the container runtime (NSA-POD-18); nodes without AppArmor refuse the pod. @default false */
  appArmor?: boolean;
  /** Name of a RuntimeClass, for a sandbox of its own (NSA-POD-23). @default the node's runtime */
  runtimeClassName?: pulumi.Input<string>;
  /** What the pods may talk and listen to, beside what the namespace allows. @default nothing */
  networkRules?: NetworkRule[];
  /** What decides by names in this cluster; for network rules with `names`. @default none */
  nameEngine?: NameEngine;
}

/** What a workload has that serves requests. */
export interface ServerArgs extends WorkloadArgs {
  /** TCP port the container listens on, 1024 or above: the process has no right to a lower one. */
  port: pulumi.Input<number>;
  /** Number of pods. @default 2 */
  replicas?: pulumi.Input<number>;
  /** Path that answers 2xx or 3xx over HTTP when the program is well. @default none: the port is open */
  healthPath?: string;
  /** Seconds that a pod has to end what it does. @default 30 */
  terminationGracePeriodSeconds?: pulumi.Input<number>;
}
