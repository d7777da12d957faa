import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse, wholeNumber, wholeNumberFor } from "../refusal.js";
import { accountOf } from "./account.js";
import { keyArn, roleArn } from "./arn.js";
import { createNodeClass } from "./auto-mode-nodes/node-class.js";
import { createNodePool, instanceCategories, nodeLife } from "./auto-mode-nodes/node-pool.js";
import { checkedClusterName } from "./cluster-name.js";
import { CapacityType } from "./node-group/capacity-type.js";
import { createNodeRole } from "./node-group/node-role.js";
import { Architecture } from "./node-group/operating-system.js";
import { checkedLabelsInput, type NodeTaint } from "./node-group/scheduling.js";

export interface AutoModeNodesArgs {
  /** Name of a cluster whose Auto Mode is on: compute, block storage and load balancing, all three at once. */
  clusterName: pulumi.Input<string>;
  /** Private subnets for the nodes. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security group of the nodes: that of a NodeGroup of the cluster, or the one that EKS made for it. */
  securityGroupId: pulumi.Input<string>;
  /** Key of the nodes' storage. Its policy must let the cluster's role use it and grant it on, as that of a KeyRing does. */
  volumesKeyArn: pulumi.Input<string>;
  /**
   * Role of the nodes that other AutoModeNodes of the cluster made; then neither a role, its entry nor the ConfigMap that
   * turns network policies on is made again. Plain is whether it is given.
   * @default a role of its own, with its access entry
   */
  nodeRoleArn?: pulumi.Input<string>;
  /** Plain. @default Architecture.X86 */
  architecture?: Architecture;
  /** Plain. @default on demand only */
  capacityTypes?: CapacityType[];
  /** Categories of machines that Auto Mode chooses from; plain. @default c, m and r */
  instanceCategories?: string[];
  /**
   * CPUs of all nodes together, at which Auto Mode starts no more; plain. Each costs about 35 USD a month on demand, and
   * Auto Mode a good tenth on top.
   * @default 100
   */
  cpuLimit?: number;
  /** Hours after which a node is replaced by one of the newest image, at most 480; plain. @default 336, two weeks */
  expireAfterHours?: number;
  /** Size in GiB of a node's storage. @default 80 */
  volumeSize?: pulumi.Input<number>;
  /** Uses images with cryptography validated for FIPS 140-3; plain, and only in Regions of the USA and Canada. @default false */
  fips?: boolean;
  /** Labels of the nodes. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Plain. @default none */
  taints?: NodeTaint[];
  /**
   * Lets pods that no network policy selects reach everything, and everything reach them; plain.
   * @default false: until a policy allows it, a pod has no traffic
   */
  allowTrafficByDefault?: boolean;
  /** Boundary of the nodes' role. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Also of machines and volumes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Nodes that EKS Auto Mode starts as pods need them: Bottlerocket without any way in, replaced every two weeks, storage
 * under a key, and no traffic that a network policy did not allow. Give it the cluster's `kubernetes` provider.
 *
 * ```ts
 * new AutoModeNodes("general", {
 *   clusterName: cluster.clusterName,
 *   subnetIds: network.privateSubnetIds,
 *   securityGroupId: cluster.clusterSecurityGroupId,
 *   volumesKeyArn: keys.volumesKeyArn,
 * }, { providers: { kubernetes: provider } });
 * ```
 *
 * @cost EC2 instances as pods need them, and the fee of Auto Mode for each, about 12 % of its price on demand; a volume
 *  of gp3 at about 0.09 USD a GB and month
 */
export class AutoModeNodes extends pulumi.ComponentResource {
  /** ARN of the nodes' role. */
  readonly nodeRoleArn: pulumi.Output<string>;
  /** Name of the NodePool and of its NodeClass. */
  readonly nodePoolName: pulumi.Output<string>;

  constructor(name: string, args: AutoModeNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:AutoModeNodes", name, args, opts);
    const choices = checkedChoices(name, args);
    const first = args.nodeRoleArn === undefined ? createFirst(this, name, args) : undefined;
    const role = first?.role ?? sharedRole(args.nodeRoleArn ?? "");
    const nodeClass = createNodeClass(
      name,
      {
        className: name,
        nodeRoleName: role.name,
        subnetIds: args.subnetIds,
        securityGroupId: args.securityGroupId,
        volumesKeyArn: choices.volumesKeyArn,
        volumeSize: choices.volumeSize,
        allowTrafficByDefault: args.allowTrafficByDefault ?? false,
        fips: args.fips ?? false,
        tags: args.tags,
      },
      { parent: this, dependsOn: first?.before ?? [] },
    );
    const pool = createNodePool(name, { ...choices.pool, className: nodeClass.metadata.name }, { parent: this });

    this.nodeRoleArn = role.arn;
    this.nodePoolName = pool.metadata.name;
    this.registerOutputs({ nodeRoleArn: this.nodeRoleArn, nodePoolName: this.nodePoolName });
  }
}

/** Pools and classes of this name are EKS's own. */
const NAMES_OF_EKS: readonly string[] = ["default", "system", "general-purpose"];

const KARPENTER_CAPACITY = { [CapacityType.OnDemand]: "on-demand", [CapacityType.Spot]: "spot" } as const;

function checkedChoices(name: string, args: AutoModeNodesArgs) {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name) || NAMES_OF_EKS.includes(name))
    refuse("name", `be lower-case letters, digits and hyphens, and none of ${NAMES_OF_EKS.join(", ")}`, name);
  checkedClusterName("clusterName", args.clusterName);
  const capacityTypes = args.capacityTypes ?? [CapacityType.OnDemand];
  if (capacityTypes.length === 0) refuse("capacityTypes", "name at least one", capacityTypes);
  return {
    volumesKeyArn: checkedInput(args.volumesKeyArn, (arn) => keyArn("volumesKeyArn", arn)),
    volumeSize: checkedInput(args.volumeSize ?? 80, wholeNumberFor("volumeSize", 20, 59_000)),
    pool: {
      poolName: name,
      architecture: oneOf("architecture", args.architecture ?? Architecture.X86, Object.values(Architecture)),
      capacityTypes: capacityTypes.map(
        (type, index) => KARPENTER_CAPACITY[oneOf(`capacityTypes[${index}]`, type, Object.values(CapacityType))],
      ),
      instanceCategories: instanceCategories(args.instanceCategories ?? ["c", "m", "r"]),
      expireAfterHours: nodeLife(args.expireAfterHours ?? 336),
      cpuLimit: wholeNumber("cpuLimit", args.cpuLimit ?? 100, 1, 1_000_000),
      labels: checkedLabelsInput(args.labels),
      taints: args.taints ?? [],
    },
  };
}

function sharedRole(nodeRoleArn: pulumi.Input<string>) {
  const arn = checkedInput(nodeRoleArn, (value) => roleArn("nodeRoleArn", value));
  return { arn, name: arn.apply((value) => value.slice(value.lastIndexOf("/") + 1)) };
}

/** What a cluster's Auto Mode needs once: a role that may join, and the controller that makes network policies act. */
function createFirst(parent: pulumi.Resource, name: string, args: AutoModeNodesArgs) {
  const account = accountOf(parent);
  const { role, rights } = createNodeRole(parent, name, {
    account,
    description: pulumi.interpolate`Auto Mode nodes of ${args.clusterName}`,
    allowSessionManager: false,
    permissionsBoundary: args.permissionsBoundary,
    tags: args.tags,
  });
  const entry = new aws.eks.AccessEntry(
    `${name}-entry`,
    { clusterName: args.clusterName, principalArn: role.arn, type: "EC2", tags: args.tags },
    { parent },
  );
  const access = new aws.eks.AccessPolicyAssociation(
    `${name}-access`,
    {
      clusterName: args.clusterName,
      principalArn: entry.principalArn,
      policyArn: pulumi.interpolate`arn:${account.partition}:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy`,
      accessScope: { type: "cluster" },
    },
    { parent, dependsOn: [entry] },
  );
  const controller = new kubernetes.core.v1.ConfigMap(
    `${name}-network-policy-controller`,
    {
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    },
    { parent },
  );
  return { role, before: [...rights, access, controller] };
}
