import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { quantityFor } from "./quantity.js";
import type { ServerArgs } from "./workload/args.js";
import { checkServer, countFor } from "./workload/checks.js";
import { exemptLoosened } from "./workload/loosening.js";
import { labelsOf, podSpec, serverContainer, spreadOf } from "./workload/pod.js";
import {
  createAccount,
  createDisruptionBudget,
  createNetworkRules,
  createService,
  namespaceOf,
} from "./workload/surroundings.js";

/** A volume that each pod keeps for itself. */
export interface WorkloadStorage {
  /** Absolute path of the folder in the container. */
  path: string;
  /** Size, as a Kubernetes quantity. */
  size: pulumi.Input<string>;
  /** Name of a StorageClass, whose volumes should be encrypted. @default the cluster's default one */
  storageClassName?: pulumi.Input<string>;
}

export interface HardenedStatefulSetArgs extends ServerArgs {
  /** A volume of each pod; kept when the StatefulSet goes. @default none */
  storage?: WorkloadStorage;
}

/**
 * A StatefulSet as hardened as a HardenedDeployment, whose pods have names in DNS and, where `storage` says so, a volume
 * each.
 *
 * ```ts
 * new HardenedStatefulSet("queue", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/queue:3.1.0",
 *   port: 5672,
 *   storage: { path: "/var/lib/queue", size: "10Gi" },
 * });
 * ```
 */
export class HardenedStatefulSet extends pulumi.ComponentResource {
  /** Name of the StatefulSet. */
  readonly statefulSetName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;
  /** Name of the Service under which DNS has the pods, as `<pod>.<service>`. */
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: HardenedStatefulSetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedStatefulSet", name, args, opts);
    checkServer(name, args);
    checkStorage(args);
    const account = createAccount(this, name, args);
    const service = createService(this, name, args, true);
    const names = { serviceAccountName: account.metadata.name, serviceName: service.metadata.name };
    const statefulSet = exemptLoosened(createStatefulSet(this, name, names, args), args);
    createDisruptionBudget(this, name, args);
    createNetworkRules(this, name, args);
    this.statefulSetName = statefulSet.metadata.name;
    this.serviceAccountName = names.serviceAccountName;
    this.serviceName = names.serviceName;
    this.registerOutputs({
      statefulSetName: this.statefulSetName,
      serviceAccountName: this.serviceAccountName,
      serviceName: this.serviceName,
    });
  }
}

function createStatefulSet(
  parent: pulumi.Resource,
  name: string,
  {
    serviceAccountName,
    serviceName,
  }: { serviceAccountName: pulumi.Output<string>; serviceName: pulumi.Output<string> },
  args: HardenedStatefulSetArgs,
): kubernetes.apps.v1.StatefulSet {
  const { replicas = 2, storage, terminationGracePeriodSeconds = 30 } = args;
  const labels = labelsOf(name);
  const mounts = storage === undefined ? [] : [{ name: "storage", mountPath: storage.path }];
  return new kubernetes.apps.v1.StatefulSet(
    `${name}-stateful-set`,
    {
      metadata: { name, namespace: namespaceOf(args), labels },
      spec: {
        replicas: checkedInput(replicas, countFor("replicas")),
        serviceName,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...podSpec(name, args, serviceAccountName, serverContainer(args), mounts),
            topologySpreadConstraints: spreadOf(labels),
            terminationGracePeriodSeconds,
          },
        },
        ...(storage === undefined ? {} : { volumeClaimTemplates: [claimOf(storage)] }),
      },
    },
    { parent },
  );
}

const claimOf = ({ size, storageClassName }: WorkloadStorage) => ({
  metadata: { name: "storage" },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: checkedInput(size, quantityFor("storage.size")) } },
    ...(storageClassName === undefined ? {} : { storageClassName }),
  },
});

function checkStorage({ storage, writablePaths = [] }: HardenedStatefulSetArgs): void {
  if (storage === undefined) return;
  if (!/^(?:\/[^/:\s]+)+$/.test(storage.path) || ["/tmp", ...writablePaths].includes(storage.path))
    throw new Error(`storage.path: must be an absolute path that is not writable otherwise, got "${storage.path}"`);
}
