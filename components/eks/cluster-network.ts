import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.js";
import { checkedClusterName } from "./cluster-name.js";
import { adoptNetwork } from "./cluster-network/adopted.js";
import type { BlockPublicAccess, InternetAccess } from "./cluster-network/choices.js";
import type { Network } from "./cluster-network/network.js";
import { createNetwork } from "./cluster-network/new-network.js";

export { BlockPublicAccess, InternetAccess } from "./cluster-network/choices.js";

/** A network to be made, or one that is there. */
export interface NetworkChoice {
  /**
   * Addresses of a new network: a private IPv4 block from /16 to /22. Each zone gets a quarter of it for nodes and pods, a
   * sixteenth for its public subnet and sixteen addresses for the control plane.
   * @default none, with `vpcId`
   */
  cidr?: pulumi.Input<string>;
  /** Zones by their names, two or three; plain. @default the first ones that AWS names */
  availabilityZones?: string[];
  /** Number of zones, 2 or 3; plain. @default 3 */
  availabilityZoneCount?: number;
  /**
   * How nodes reach the internet; plain. A NAT gateway costs about 33 USD a month and 0.045 USD a GB.
   * @default InternetAccess.NatGatewayPerZone
   */
  internetAccess?: InternetAccess;
  /**
   * Makes public subnets in which load balancers that face the internet are placed; plain. NAT gateways have subnets of
   * their own without it.
   * @default false
   */
  publicSubnets?: boolean;
  /**
   * Makes endpoints, by which AWS is reached without the internet; plain. Thirteen, each about 7.30 USD a month and zone.
   * @default true where `internetAccess` is `None`, else false
   */
  vpcEndpoints?: boolean;
  /**
   * Turns VPC Block Public Access on, which acts on EVERY VPC of the account and Region, and is off again after a destroy;
   * plain.
   * @default none, which leaves it as it is
   */
  blockPublicAccess?: BlockPublicAccess;
  /** Days for which flow logs are kept; they cost about 0.50 USD a GB to take in. @default 90 */
  flowLogRetentionInDays?: pulumi.Input<number>;
  /** A VPC that is there, with `privateSubnetIds`; it is checked, and nothing is made in it. Plain is whether it is given. @default none, with `cidr` */
  vpcId?: pulumi.Input<string>;
  /** Subnets of `vpcId` for nodes, in two zones at least. @default none, with `cidr` */
  privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Subnets of `vpcId` for the control plane, in two zones at least. @default privateSubnetIds */
  controlPlaneSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
}

export interface ClusterNetworkArgs extends NetworkChoice {
  /**
   * Addresses of the Services, with which `cidr` must share none.
   * @default EKS chooses a block that the network does not have
   */
  serviceCidr?: pulumi.Input<string>;
  /** Name of the cluster; part of the flow logs' name. */
  clusterName: pulumi.Input<string>;
  /** Key of the flow logs. @default none: encrypted under CloudWatch's own key */
  logsKeyArn?: pulumi.Input<string>;
  /** Boundary of the flow logs' role. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything that is made. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A network whose nodes nobody reaches from outside: private subnets for nodes, isolated ones without any way out for the
 * control plane (NSA-CP-03), flow logs, a default security group without rules, and a way to the internet only for
 * connections that nodes begin.
 *
 * ```ts
 * const network = new ClusterNetwork("production", { clusterName: "production", cidr: "10.0.0.0/16" });
 * ```
 *
 * In a network that is there:
 *
 * ```ts
 * const adopted = new ClusterNetwork("old", {
 *   clusterName: "old",
 *   vpcId: "vpc-0123456789abcdef0",
 *   privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
 * });
 * ```
 *
 * @cost a NAT gateway about 33 USD a month and 0.045 USD a GB in each of three zones; flow logs about 0.50 USD a GB
 */
export class ClusterNetwork extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Address blocks of the VPC, the first one first. */
  readonly cidrBlocks: pulumi.Output<string[]>;
  /** For nodes; known once they can reach what they need to start. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** For the control plane's network interfaces. */
  readonly controlPlaneSubnetIds: pulumi.Output<string[]>;
  /** For load balancers that face the internet; none unless `publicSubnets`. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Prefix list of the endpoint of S3, for rules of security groups; absent without endpoints. */
  readonly s3PrefixListId?: pulumi.Output<string>;

  constructor(name: string, args: ClusterNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:ClusterNetwork", name, args, opts);
    checkedClusterName("clusterName", args.clusterName);
    const made = args.vpcId === undefined ? createNetwork(this, name, args) : adoptedNetwork(this, args.vpcId, args);

    this.vpcId = made.vpcId;
    this.cidrBlocks = made.cidrBlocks;
    this.privateSubnetIds = made.privateSubnetIds;
    this.controlPlaneSubnetIds = made.controlPlaneSubnetIds;
    this.publicSubnetIds = made.publicSubnetIds;
    if (made.s3PrefixListId !== undefined) this.s3PrefixListId = made.s3PrefixListId;
    this.registerOutputs({ ...made });
  }
}

const OF_NEW = [
  "cidr",
  "serviceCidr",
  "availabilityZones",
  "availabilityZoneCount",
  "internetAccess",
  "publicSubnets",
  "vpcEndpoints",
  "blockPublicAccess",
  "flowLogRetentionInDays",
] as const;

function adoptedNetwork(parent: pulumi.Resource, vpcId: pulumi.Input<string>, args: ClusterNetworkArgs): Network {
  for (const input of OF_NEW)
    if (args[input] !== undefined) refuse(input, "stand only beside cidr, for a network that is made", "vpcId");
  const { privateSubnetIds, controlPlaneSubnetIds } = args;
  if (privateSubnetIds === undefined)
    return refuse("privateSubnetIds", "name the subnets of vpcId for nodes", undefined);
  return {
    ...adoptNetwork(parent, {
      vpcId,
      privateSubnetIds,
      controlPlaneSubnetIds,
    }),
    publicSubnetIds: pulumi.output([]),
  };
}
