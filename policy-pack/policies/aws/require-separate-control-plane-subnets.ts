import { CLUSTER } from "../../aws/cluster.js";
import { NODE_GROUP } from "../../aws/node-group.js";
import { ofType, sourcesOf } from "../../aws/relations.js";
import { SUBNET } from "../../aws/subnets.js";
import type { Resource } from "../../policy.js";
import { definePolicy } from "../../policy.js";
import { attempt, type Verdict } from "../../verdict.js";

/**
 * Amazon EKS best practices guide, "VPC and Subnet Considerations": subnets of their own for the interfaces of the
 * control plane.
 */
export const requireSeparateControlPlaneSubnets = definePolicy({
  id: "require-separate-control-plane-subnets",
  title: "The control plane and the nodes must have subnets of their own",
  rationale:
    "In a shared subnet the network's own rules cannot tell the API server's interfaces from nodes, and addresses run out for both.",
  remediation: "Give vpcConfig.subnetIds small subnets that no node group has.",
  fix: "make subnets for the control plane alone",
  topic: "aws",
  severity: "low",
  profile: "strict",
  references: ["NSA-CP-03"],
  examples: {
    good: [
      {
        name: "subnets of their own",
        resources: [
          { type: SUBNET, name: "control", props: { vpcId: "vpc-1" } },
          { type: SUBNET, name: "nodes", props: { vpcId: "vpc-1" } },
          {
            type: CLUSTER,
            name: "prod",
            props: { vpcConfig: { subnetIds: ["subnet-1"] } },
            dependencies: { vpcConfig: ["control"] },
          },
          {
            type: NODE_GROUP,
            name: "group",
            props: { clusterName: "prod", subnetIds: ["subnet-2"] },
            dependencies: { subnetIds: ["nodes"] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the same",
        resources: [
          { type: SUBNET, name: "shared", props: { vpcId: "vpc-1" } },
          {
            type: CLUSTER,
            name: "prod",
            props: { vpcConfig: { subnetIds: ["subnet-1"] } },
            dependencies: { vpcConfig: ["shared"] },
          },
          {
            type: NODE_GROUP,
            name: "nodes",
            props: { clusterName: "prod", subnetIds: ["subnet-1"] },
            dependencies: { subnetIds: ["shared"] },
          },
        ],
        message:
          "node group must not be in subnets of the control plane (subnetIds). Fix: make subnets for the control plane alone.",
      },
    ],
  },
  subject: "stack",
  types: [CLUSTER, NODE_GROUP, SUBNET],
  check: (resources) => {
    const ofControlPlanes = () =>
      new Set(ofType(resources, CLUSTER).flatMap((cluster) => sourcesOf(cluster, "vpcConfig", SUBNET, resources)));
    return new Map(
      ofType(resources, NODE_GROUP).map((group): [Resource, readonly Verdict[]] => [
        group,
        attempt(() => {
          const taken = ofControlPlanes();
          return sourcesOf(group, "subnetIds", SUBNET, resources).some((subnet) => taken.has(subnet))
            ? { subject: "node group", path: "subnetIds", requirement: "must not be in subnets of the control plane" }
            : undefined;
        }),
      ]),
    );
  },
});
