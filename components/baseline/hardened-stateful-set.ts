import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { wholeNumberFor } from "../refusal.js";
import { quantityAboveZeroFor } from "./quantity.js";
import type { ServerArgs } from "./workload/arguments.js";
import { createDisruptionBudget, createService } from "./workload/availability.js";
import { checkedNamespace, createGuards } from "./workload/guards.js";
import { exemptLoosened } from "./workload/loosening.js";
import { checkWorkloadName } from "./workload/object-name.js";
import { labelsOf, serverTemplate } from "./workload/pod-template.js";

/** A volume that each pod has for itself and keeps. */
export interface WorkloadStorage {
  /** Directory in which the container has it. */
  path: string;
  /** Size, as a Kubernetes quantity. Volumes that exist keep theirs. */
  size: pulumi.Input<string>;
  /** Name of the StorageClass; take one that encrypts. @default the cluster's default class */
  storageClass?: pulumi.Input<string>;
}

export interface HardenedStatefulSetArgs extends ServerArgs {
  /** Number of pods. @default 1 */
  replicas?: pulumi.Input<number>;
  /**
   * What outlives the pods, and `pulumi destroy` too: the claims stay until somebody deletes them or their namespace.
   * A change replaces the StatefulSet, which takes the same claims again. @default none
   */
  storage?: WorkloadStorage;
}

/**
 * A StatefulSet, hardened as HardenedDeployment is: pods with names that stay, found by a headless Service, each with its
 * own volume.
 *
 * ```ts
 * const cache = new HardenedStatefulSet("cache", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/cache:8.1.0",
 *   port: 6379,
 *   storage: { path: "/data", size: "10Gi" },
 *   flows: [allowFrom({ labels: { "app.kubernetes.io/name": "web" } }, 6379)],
 * });
 * ```
 */
export class HardenedStatefulSet extends pulumi.ComponentResource {
  /** Name of the StatefulSet and of its headless Service; a pod is `<name>-0.<name>`. */
  readonly statefulSetName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedStatefulSetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedStatefulSet", name, args, opts);
    checkWorkloadName(name, 52);
    const namespace = checkedNamespace(args);
    const replicas = checkedInput(args.replicas ?? 1, wholeNumberFor("replicas", 0, 10_000));
    const { storage, port } = args;
    const template = serverTemplate(name, args, storage && { name: "storage", mountPath: storage.path });
    const claims = storage === undefined ? {} : { volumeClaimTemplates: [claimOf(storage)] };

    const guards = createGuards(this, name, namespace, args);
    const statefulSet = new kubernetes.apps.v1.StatefulSet(
      `${name}-stateful-set`,
      {
        metadata: { name, namespace, labels: labelsOf(name) },
        spec: { replicas, serviceName: name, selector: { matchLabels: labelsOf(name) }, template, ...claims },
      },
      { parent: this, dependsOn: guards.all },
    );
    exemptLoosened(statefulSet, args);
    createDisruptionBudget(this, name, namespace);
    createService(this, name, namespace, { headless: true, replicas, port });

    this.statefulSetName = statefulSet.metadata.name;
    this.serviceAccountName = guards.account.metadata.name;
    this.registerOutputs({ statefulSetName: this.statefulSetName, serviceAccountName: this.serviceAccountName });
  }
}

function claimOf({ size, storageClass }: WorkloadStorage) {
  return {
    metadata: { name: "storage" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: checkedInput(size, quantityAboveZeroFor("storage.size")) } },
    },
  };
}
