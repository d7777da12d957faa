import type * as pulumi from "@pulumi/pulumi";
import type { ExemptionReason } from "../../exempt.js";
import type { NameEngine } from "../network/names.js";
import type { NetworkRule } from "../network/rules.js";
import type { AddedCapabilities, EnvironmentSecrets } from "./loosening.js";

/** What the container asks for and may use at most, as Kubernetes quantities above 0 (NSA-NET-12). */
export interface WorkloadResources {
  /** CPU request. @default "100m" */
  cpu?: pulumi.Input<string>;
  /** Memory request and limit. @default "128Mi" */
  memory?: pulumi.Input<string>;
  /** CPU limit. @default "500m" */
  cpuLimit?: pulumi.Input<string>;
  /** Disk of the node, request and limit: logs and all of `writablePaths` together. @default "512Mi" */
  ephemeralStorage?: pulumi.Input<string>;
}

/** What every hardened workload takes. */
export interface WorkloadArgs {
  /** Namespace to run in; system namespaces and `default` are refused. */
  namespace: pulumi.Input<string>;
  /** Image with a tag other than `latest`, or better a digest. */
  image: pulumi.Input<string>;
  /** Program to start. @default the image's entry point */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** Arguments of the program. @default the image's */
  args?: pulumi.Input<pulumi.Input<string>[]>;
  /** Secrets of the namespace with credentials for the registry. @default none */
  imagePullSecrets?: pulumi.Input<string>[];
  /** Environment of the container; secrets belong into `secretFiles`. @default none */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Secrets of the namespace by the directory in which their keys become files (NSA-SEC-01). @default none */
  secretFiles?: Record<string, pulumi.Input<string>>;
  /** ConfigMaps of the namespace by the directory in which their keys become files. @default none */
  configFiles?: Record<string, pulumi.Input<string>>;
  /**
   * Directories to write to, each with the size at which the pod is evicted; the rest of the file system is read-only.
   * What is in them goes with the pod. @default { "/tmp": "64Mi" }, which is there in any case
   */
  writablePaths?: Record<string, pulumi.Input<string>>;
  /** Requests and limits of the container. @default 100m CPU, 128Mi memory, 512Mi disk, at most 500m CPU */
  resources?: WorkloadResources;
  /**
   * User, group and owner of volumes, by number; above 0. An id that no other workload has keeps what leaves its container
   * away from the files and processes of the others on the node; `userNamespace` does the same for all.
   * @default 65532, which no image and no node uses for an account
   */
  runAsId?: pulumi.Input<number>;
  /**
   * Run in a user namespace, where no user of the container is one of the node (NSA-POD-03); Linux 6.3, containerd 2.0 or
   * CRI-O 1.25, and file systems with id-mapped mounts. @default false
   */
  userNamespace?: boolean;
  /**
   * Demand AppArmor with the runtime's profile (NSA-POD-18). A node without AppArmor then refuses the pod.
   * @default false: the runtime applies its profile where the node has AppArmor
   */
  requireAppArmor?: boolean;
  /** RuntimeClass of a sandbox, such as `gvisor` or `kata` (NSA-POD-23). @default the cluster's own runtime */
  runtimeClassName?: pulumi.Input<string>;
  /** Seconds that the process has to end before it is killed. @default 30 */
  terminationGracePeriodSeconds?: pulumi.Input<number>;
  /**
   * Whom the pods may talk to and be called by, e.g. `allowFrom({ labels: { app: "web" } }, 8080)`; a HardenedNamespace
   * adds name resolution. @default nobody
   */
  flows?: NetworkRule[];
  /** What decides by names in this cluster; required for flows with `names`. @default none: names are refused */
  nameEngine?: NameEngine;
  /**
   * Give the container a token for the Kubernetes API, which ends after an hour; needs the flow `allowApiServer()` and a
   * Role bound to the workload's account (NSA-POD-22). Breaks no policy: nothing else in the pod gets it.
   * @default false
   */
  serviceAccountToken?: boolean;
  /**
   * Run as user 0, without any capability. Breaks NSA-POD-01 and CIS-K8S-5.2.7, the policies `no-root-user`,
   * `require-run-as-non-root` and, in the profile strict, `require-run-as-ids`; the namespace must enforce Pod Security
   * `baseline` at most. With `userNamespace`, from Kubernetes 1.35 on, only the last of them. @default not allowed
   */
  allowRootUser?: ExemptionReason;
  /**
   * Let the process write all over its image's file system. Breaks NSA-POD-04 and CIS-K8S-5.6.3, and the policy
   * `require-read-only-root-filesystem`: an intruder can change the program and leave tools. @default not allowed
   */
  allowWritableRootFilesystem?: ExemptionReason;
  /**
   * Capabilities beside dropping all. Breaks NSA-POD-16, CIS-K8S-5.2.8 and -5.2.9, the policy
   * `require-dropped-capabilities` and, beyond the default set of runtimes, `restrict-added-capabilities`; the namespace
   * must enforce Pod Security `baseline` at most, or `privileged` beyond the default set. @default not allowed
   */
  allowAddedCapabilities?: AddedCapabilities;
  /**
   * Read keys of Secrets into the environment, where child processes, crash reports and `kubectl describe` find them.
   * Breaks NSA-SEC-01, CIS-K8S-5.4.1 and, in the profile strict, the policy `no-secrets-in-environment`.
   * @default not allowed
   */
  allowSecretsInEnvironment?: EnvironmentSecrets;
  /**
   * An image without a tag, or with the tag `latest`. Breaks NSA-POD-06, the policy `no-latest-images` and, in the
   * profile strict, `require-image-digests`: what runs is what the registry has at that moment. @default not allowed
   */
  allowFloatingTag?: ExemptionReason;
}

/** How the cluster finds out whether the process can serve, and whether it lives. */
export interface WorkloadProbes {
  /** HTTP path that answers 2xx or 3xx when the process can serve. @default that its port accepts connections */
  readinessPath?: pulumi.Input<string>;
  /**
   * HTTP path that answers 2xx or 3xx while a restart would not help; must not depend on other services.
   * @default that its port accepts connections
   */
  livenessPath?: pulumi.Input<string>;
  /** Seconds that the process has to start before it is restarted. @default 60 */
  startupSeconds?: pulumi.Input<number>;
}

/** What workloads take that run until they are taken away. */
export interface ServerArgs extends WorkloadArgs {
  /** TCP port the container listens on. @default none: nobody connects, so there is no Service and no probe */
  port?: pulumi.Input<number>;
  /**
   * Permit a `port` below 1024, by the pod's own setting `net.ipv4.ip_unprivileged_port_start` rather than a capability;
   * Pod Security `restricted` permits it, and it breaks no control. @default false
   */
  privilegedPort?: boolean;
  /** How Kubernetes finds out whether the container works. @default TCP connections to `port` */
  probes?: WorkloadProbes;
}
