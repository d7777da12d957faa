import { NODE_GROUP, nodeGroupOf } from "../../aws/node-group.js";
import { ofType, sourcesOf } from "../../aws/relations.js";
import {
  INTERNET_GATEWAY,
  isPublicSubnet,
  ROUTE,
  ROUTE_TABLE,
  ROUTE_TABLE_ASSOCIATION,
  ROUTING,
  SUBNET,
  subnetsIn,
} from "../../aws/subnets.js";
import type { Resource } from "../../policy.js";
import { definePolicy } from "../../policy.js";
import { matching, some, UnknownRead } from "../../unknown.js";
import { attempt, type Verdict } from "../../verdict.js";

const ROUTED = [
  { type: ROUTE_TABLE, name: "table", props: { vpcId: "vpc-1" }, dependencies: {} },
  { type: INTERNET_GATEWAY, name: "gateway", props: { vpcId: "vpc-1" } },
  {
    type: ROUTE,
    name: "out",
    props: { destinationCidrBlock: "0.0.0.0/0" },
    dependencies: { routeTableId: ["table"], gatewayId: ["gateway"] },
  },
  {
    type: ROUTE_TABLE_ASSOCIATION,
    name: "routed",
    props: {},
    dependencies: { subnetId: ["public"], routeTableId: ["table"] },
  },
] as const;

/**
 * Amazon EKS user guide, "View Amazon EKS networking requirements": a public subnet has a route to an internet
 * gateway. Of subnets that another stack has made nothing is known here.
 */
export const noPublicEksNodes = definePolicy({
  id: "no-public-eks-nodes",
  title: "Nodes must be in private subnets",
  rationale:
    "A node in a public subnet is one address and one rule away from the internet, and sends what it likes past every gateway.",
  remediation:
    "Give subnetIds of node groups subnets whose route leads to a NAT gateway or to endpoints, and keep public subnets for load balancers.",
  fix: "place node groups in private subnets",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.4.3", "NSA-NODE-01"],
  examples: {
    good: [
      {
        name: "private subnets",
        resources: [
          { type: SUBNET, name: "private", props: { vpcId: "vpc-1" } },
          { type: SUBNET, name: "public", props: { vpcId: "vpc-1" } },
          ...ROUTED,
          {
            type: NODE_GROUP,
            name: "nodes",
            props: { clusterName: "prod", subnetIds: ["subnet-1"] },
            dependencies: { subnetIds: ["private"] },
          },
        ],
      },
      {
        name: "subnets of another stack",
        resources: [
          {
            type: NODE_GROUP,
            name: "nodes",
            props: { clusterName: "prod", subnetIds: ["subnet-1"] },
            dependencies: { subnetIds: [] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a subnet with a route to the internet",
        resources: [
          { type: SUBNET, name: "public", props: { vpcId: "vpc-1" } },
          ...ROUTED,
          {
            type: NODE_GROUP,
            name: "nodes",
            props: { clusterName: "prod", subnetIds: ["subnet-1"] },
            dependencies: { subnetIds: ["public"] },
          },
        ],
        message: "node group must not be in a public subnet (subnetIds). Fix: place node groups in private subnets.",
      },
      {
        name: "one of two, which gives addresses",
        resources: [
          { type: SUBNET, name: "private", props: { vpcId: "vpc-1" } },
          { type: SUBNET, name: "open", props: { vpcId: "vpc-1", mapPublicIpOnLaunch: true } },
          {
            type: NODE_GROUP,
            name: "nodes",
            props: { clusterName: "prod", subnetIds: ["subnet-1", "subnet-2"] },
            dependencies: { subnetIds: ["private", "open"] },
          },
        ],
        message: "node group must not be in a public subnet (subnetIds). Fix: place node groups in private subnets.",
      },
    ],
  },
  subject: "stack",
  types: [NODE_GROUP, SUBNET, ...ROUTING],
  check: (resources) =>
    new Map(
      ofType(resources, NODE_GROUP).map((group): [Resource, readonly Verdict[]] => [
        group,
        attempt(() => {
          const isOpen = (subnet: Resource): boolean => isPublicSubnet(subnet, resources);
          if (!some(sourcesOf(group, "subnetIds", SUBNET, resources), isOpen)) return undefined;
          const { subnets, isVague } = subnetsIn(group, "subnetIds", resources, () => nodeGroupOf(group).subnetIds);
          const open = matching(subnets, isOpen);
          if (open.length === 0) return undefined;
          // It may be one of those that the list was made of and does not have.
          if (isVague && open.length < subnets.length) throw new UnknownRead("subnetIds");
          return { subject: "node group", path: "subnetIds", requirement: "must not be in a public subnet" };
        }),
      ]),
    ),
});
