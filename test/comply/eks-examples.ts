import type * as pulumi from "@pulumi/pulumi";
import { AutoModeNodes } from "../../components/eks/auto-mode-nodes.js";
import { BlockPublicAccess, ClusterNetwork, InternetAccess } from "../../components/eks/cluster-network.js";
import { Architecture, CapacityType, NodeGroup, NodeOs, TaintEffect } from "../../components/eks/node-group.js";
import { SampleCluster } from "../proof/aws-models/sample/index.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NETWORK = { clusterName: "shop", cidr: "10.0.0.0/16", logsKeyArn: KEY };
const NODES = {
  clusterName: "shop",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  clusterSecurityGroupId: "sg-0123456789abcdef0",
  volumesKeyArn: KEY,
};

/**
 * Components on EKS as their users write them, by name, with every input that makes them register something else. What
 * they register is held against AWS's own models and against IAM in `eks-models.test.ts`.
 */
export const EKS_EXAMPLES: Readonly<Record<string, () => pulumi.Resource>> = {
  SampleCluster: () => new SampleCluster("sample"),
  ClusterNetwork: () => new ClusterNetwork("network", { ...NETWORK, publicSubnets: true }),
  "ClusterNetwork without internet": () =>
    new ClusterNetwork("network", {
      ...NETWORK,
      availabilityZones: ["eu-central-1a", "eu-central-1b"],
      internetAccess: InternetAccess.None,
      blockPublicAccess: BlockPublicAccess.Bidirectional,
    }),
  NodeGroup: () => new NodeGroup("workers", NODES),
  "NodeGroup of Amazon Linux on Arm": () =>
    new NodeGroup("workers", {
      ...NODES,
      os: NodeOs.AmazonLinux2023,
      architecture: Architecture.Arm,
      version: "1.34",
      capacityType: CapacityType.Spot,
      maxUnavailable: 1,
      allowSessionManager: true,
      labels: { "example.com/team": "shop" },
      taints: [{ key: "dedicated", value: "shop", effect: TaintEffect.NoSchedule }],
      egress: { network: { cidr: "10.0.0.0/16" }, buckets: { prefixListId: "pl-6ea54007" } },
      tags: { team: "shop" },
    }),
  AutoModeNodes: () =>
    new AutoModeNodes("general", {
      clusterName: NODES.clusterName,
      subnetIds: NODES.subnetIds,
      securityGroupId: NODES.clusterSecurityGroupId,
      volumesKeyArn: KEY,
    }),
};

/** What functions of the provider answer to the examples, beside the account. */
export const EKS_ANSWERS: Readonly<Record<string, object>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
  },
};
