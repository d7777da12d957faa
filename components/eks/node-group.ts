import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import type { CapacityType } from "./node-group/capacity-type.js";
import { checkedChoices } from "./node-group/choices.js";
import type { KubeletArgs } from "./node-group/kubelet-preset.js";
import { createLaunchTemplate } from "./node-group/launch-template.js";
import { createNodeRole } from "./node-group/node-role.js";
import type { Architecture, NodeOs } from "./node-group/operating-system.js";
import type { NodeTaint } from "./node-group/scheduling.js";
import { createNodeSecurityGroup } from "./node-group/security-group.js";
import type { SizeArgs, UpdateArgs } from "./node-group/sizes.js";
import { DEFAULT_EGRESS, type NodeEgress } from "./node-group/traffic.js";

export { CapacityType } from "./node-group/capacity-type.js";
export type { KubeletArgs } from "./node-group/kubelet-preset.js";
export { Architecture, NodeOs } from "./node-group/operating-system.js";
export { type NodeTaint, TaintEffect } from "./node-group/scheduling.js";
export type { NodeEgress } from "./node-group/traffic.js";

/** What nodes are like. */
export interface NodeChoice extends SizeArgs, UpdateArgs {
  /** Version of EKS's image; nodes roll when it changes. @default the newest of `version` when the group is made */
  releaseVersion?: pulumi.Input<string>;
  /** Plain. Another one replaces the group. @default NodeOs.Bottlerocket */
  os?: NodeOs;
  /** Plain. Another one replaces the group. @default Architecture.X86 */
  architecture?: Architecture;
  /**
   * Types of machines, all of `architecture`; others replace the group.
   * @default one of 2 CPU and 8 GiB: m6i.large, about 70 USD a month each, or m7g.large, about 60
   */
  instanceTypes?: pulumi.Input<string>[];
  /** Another one replaces the group. @default CapacityType.OnDemand */
  capacityType?: CapacityType;
  /** Size in GiB of the volume that pods write to; gp3 costs about 0.08 USD a GiB and month. @default 50 */
  volumeSize?: pulumi.Input<number>;
  /** Labels of the nodes. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Plain. @default none */
  taints?: NodeTaint[];
  /** What may differ of the hardened kubelet; plain. @default none */
  kubelet?: KubeletArgs;
  /**
   * Opens sessions on nodes to whoever IAM lets start them (ssm:StartSession), and starts Bottlerocket's control container;
   * plain. There is no other way in: no SSH, no key pair.
   * @default false
   */
  allowSessionManager?: boolean;
}

export interface NodeGroupArgs extends NodeChoice {
  /** Name of the cluster, best that of a Cluster, which is known once administrators have got in. */
  clusterName: pulumi.Input<string>;
  /** Id of the cluster's VPC, in which the nodes' security group is made. */
  vpcId: pulumi.Input<string>;
  /** Private subnets for the nodes; another set replaces the group. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The security group that EKS made for the cluster; it gets a rule that lets the nodes call the API server. */
  clusterSecurityGroupId: pulumi.Input<string>;
  /**
   * Key of the nodes' volumes. Its policy must let the service-linked role of Auto Scaling use it and grant it on, as that
   * of a KeyRing does, or no node starts.
   */
  volumesKeyArn: pulumi.Input<string>;
  /** Version of Kubernetes, `1.34`; nodes roll when it changes. @default the cluster's when the group is made */
  version?: pulumi.Input<string>;
  /**
   * Where nodes and pods may connect to beside each other and the API server, by names of your own; plain but for the
   * destinations. For a network without internet: its `cidrBlocks` and its `s3PrefixListId`.
   * @default HTTPS to everywhere
   */
  egress?: Record<string, NodeEgress>;
  /** Ports on which the API server calls webhooks and aggregated APIs; plain. @default 4443, 8443, 9443, 10251 */
  webhookPorts?: number[];
  /**
   * The security group of another NodeGroup of the cluster, which this one then shares, so that pods of both reach each
   * other; plain is whether it is given. `egress` and `webhookPorts` are then those of the other.
   * @default a group of its own
   */
  securityGroupId?: pulumi.Input<string>;
  /** Boundary of the nodes' role. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Also of machines, volumes and network interfaces. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Nodes that EKS looks after: in private subnets, with a minimal system, metadata only for the host, volumes under a key,
 * a role that can pull images and little else, and no way in.
 *
 * Nodes start after what `dependsOn` names, such as the add-on of the CNI: without it they would not get ready.
 *
 * ```ts
 * const nodes = new NodeGroup("workers", {
 *   clusterName: cluster.clusterName,
 *   clusterSecurityGroupId: cluster.clusterSecurityGroupId,
 *   vpcId: network.vpcId,
 *   subnetIds: network.privateSubnetIds,
 *   volumesKeyArn: keys.volumesKeyArn,
 * }, { dependsOn: [networkAddons] });
 * ```
 *
 * @cost its EC2 instances: two of 2 CPU and 8 GiB about 140 USD a month; a volume of gp3 at about 0.09 USD a GB and month
 */
export class NodeGroup extends pulumi.ComponentResource {
  /** ARN of the nodes' role. */
  readonly nodeRoleArn: pulumi.Output<string>;
  /** The nodes' security group; give it to the cluster's other NodeGroups. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Name of the group, with the suffix that EKS asks for to make a new one beside the old. */
  readonly nodeGroupName: pulumi.Output<string>;

  constructor(name: string, args: NodeGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:NodeGroup", name, args, opts);
    const choices = checkedChoices(name, args);
    const traffic = createTraffic(this, name, args);
    const { role, rights } = createNodeRole(this, name, {
      account: accountOf(this),
      description: pulumi.interpolate`Nodes ${name} of ${args.clusterName}`,
      allowSessionManager: args.allowSessionManager ?? false,
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    });
    const template = createLaunchTemplate(this, name, {
      os: choices.os,
      userData: choices.userData,
      volumesKeyArn: choices.volumesKeyArn,
      volumeSize: choices.volumeSize,
      securityGroupId: traffic.securityGroupId,
      tags: args.tags,
    });
    const group = new aws.eks.NodeGroup(
      `${name}-group`,
      {
        clusterName: args.clusterName,
        nodeGroupNamePrefix: `${name}-`,
        nodeRoleArn: role.arn,
        subnetIds: args.subnetIds,
        version: args.version,
        releaseVersion: args.releaseVersion,
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        ...choices.group,
        tags: args.tags,
      },
      {
        parent: this,
        dependsOn: [...rights, ...traffic.rules],
        ignoreChanges: ["scalingConfig.desiredSize"],
      },
    );

    this.nodeRoleArn = role.arn;
    this.securityGroupId = pulumi.output(traffic.securityGroupId);
    this.nodeGroupName = group.nodeGroupName;
    this.registerOutputs({
      nodeRoleArn: this.nodeRoleArn,
      securityGroupId: this.securityGroupId,
      nodeGroupName: this.nodeGroupName,
    });
  }
}

function createTraffic(parent: pulumi.Resource, name: string, args: NodeGroupArgs) {
  const { securityGroupId } = args;
  if (securityGroupId !== undefined) {
    for (const input of ["egress", "webhookPorts"] as const)
      if (args[input] !== undefined) refuse(input, "not stand beside securityGroupId, whose rules are there", input);
    return { securityGroupId, rules: [] };
  }
  const { group, rules } = createNodeSecurityGroup(parent, name, {
    vpcId: args.vpcId,
    clusterName: args.clusterName,
    clusterSecurityGroupId: args.clusterSecurityGroupId,
    webhookPorts: args.webhookPorts,
    egress: args.egress ?? DEFAULT_EGRESS,
    tags: args.tags,
  });
  return { securityGroupId: group.id, rules };
}
