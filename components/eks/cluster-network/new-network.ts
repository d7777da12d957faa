import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse } from "../../refusal.js";
import { accountOf } from "../account.js";
import type { ClusterNetworkArgs } from "../cluster-network.js";
import { logRetention } from "../log-retention.js";
import { networkBlock } from "./address-plan.js";
import { blockPublicAccess } from "./block-public-access.js";
import { InternetAccess } from "./choices.js";
import { createEndpoints } from "./endpoints.js";
import { createFlowLogs } from "./flow-logs.js";
import { createInternet, type Internet } from "./internet.js";
import type { Network } from "./network.js";
import { createRouteTable, createTier, type Surroundings, subnetIds, type Tier, taggedAs } from "./tiers.js";
import { chosenZones, type Zone } from "./zones.js";

/**
 * A VPC with its tiers and everything around them.
 * @throws Error naming the input when one is wrong, or two do not go together.
 */
export function createNetwork(parent: pulumi.Resource, name: string, args: ClusterNetworkArgs): Network {
  const { access, publicSubnets, vpcEndpoints } = checkedChoices(args);
  const cidr = checkedCidr(args);
  const zones = chosenZones(parent, args);
  const surroundings: Surroundings = { parent, name, tags: args.tags };
  const account = accountOf(parent);

  const vpc = new aws.ec2.Vpc(
    `${name}-vpc`,
    { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: taggedAs(args.tags, name) },
    { parent },
  );
  new aws.ec2.DefaultSecurityGroup(
    `${name}-default-security-group`,
    { vpcId: vpc.id, tags: taggedAs(args.tags, `${name}-unused`) },
    { parent },
  );
  createFlowLogs(surroundings, {
    vpcId: vpc.id,
    clusterName: args.clusterName,
    account,
    logsKeyArn: args.logsKeyArn,
    retentionInDays: checkedInput(args.flowLogRetentionInDays ?? 90, logRetention("flowLogRetentionInDays")),
    permissionsBoundary: args.permissionsBoundary,
  });
  blockPublicAccess(surroundings, args.blockPublicAccess, access);

  const tier = { vpc, cidr, zones, in: zones };
  const isolated = createTier(surroundings, { ...tier, tier: "controlPlane", label: "control-plane" });
  const isolation = createRouteTable(surroundings, vpc, "control-plane", isolated);
  const internet = createInternet(surroundings, { vpc, cidr, zones, access, publicSubnets });
  const nodes = createTier(surroundings, {
    ...tier,
    tier: "private",
    label: "private",
    kubernetes: { "kubernetes.io/role/internal-elb": "1" },
  });
  const ways = [...nodes].map(([zone, subnet]) => createWayOut(surroundings, vpc, zone, subnet, internet));
  const endpoints = vpcEndpoints
    ? createEndpoints(surroundings, {
        vpc,
        account,
        subnetIds: subnetIds(nodes),
        routeTableIds: ways.map(({ table }) => table.id),
      })
    : undefined;

  const ready = [
    ...ways.flatMap((way) => way.ready),
    ...(endpoints === undefined ? [] : [endpoints.buckets, ...endpoints.services]),
  ];
  return {
    vpcId: vpc.id,
    cidrBlocks: vpc.cidrBlock.apply((block) => [block]),
    privateSubnetIds: idsAfter(nodes, ready),
    controlPlaneSubnetIds: idsAfter(isolated, isolation.associations),
    publicSubnetIds: pulumi.all(publicSubnets ? subnetIds(internet.publicTier) : []),
    ...(endpoints === undefined ? {} : { s3PrefixListId: endpoints.buckets.prefixListId }),
  };
}

/** The route table of a zone's nodes; a zone without NAT gateway has no route but to the network itself. */
function createWayOut(
  surroundings: Surroundings,
  vpc: aws.ec2.Vpc,
  zone: Zone,
  subnet: aws.ec2.Subnet,
  { gateways }: Internet,
) {
  const { parent, name } = surroundings;
  const { table, associations } = createRouteTable(
    surroundings,
    vpc,
    `private-${zone.label}`,
    new Map([[zone, subnet]]),
  );
  const gateway = gateways.get(zone);
  if (gateway === undefined) return { table, ready: associations };
  const out = new aws.ec2.Route(
    `${name}-private-${zone.label}-out`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
    { parent },
  );
  return { table, ready: [...associations, out] };
}

/**
 * Whoever uses the ids is made after `resources`, and goes before them. By their URNs, which are known in a preview: else a
 * new route would make the ids unknown, and preview the replacement of every node group.
 */
const idsAfter = (tier: Tier, resources: readonly pulumi.Resource[]): pulumi.Output<string[]> =>
  pulumi.all([pulumi.all(subnetIds(tier)), pulumi.all(resources.map(({ urn }) => urn))]).apply(([ids]) => ids);

function checkedCidr({ cidr, serviceCidr }: ClusterNetworkArgs): pulumi.Output<string> {
  if (cidr === undefined) return refuse("cidr", "be given, or vpcId with privateSubnetIds", undefined);
  if (serviceCidr === undefined || typeof serviceCidr === "string")
    return checkedInput(cidr, (value) => networkBlock("cidr", value, serviceCidr));
  return pulumi
    .all([checkedInput(cidr, (value) => networkBlock("cidr", value)), serviceCidr])
    .apply(([value, services]) => networkBlock("cidr", value, services));
}

function checkedChoices(args: ClusterNetworkArgs) {
  for (const input of ["privateSubnetIds", "controlPlaneSubnetIds"] as const)
    if (args[input] !== undefined) refuse(input, "stand only beside vpcId", "no vpcId");
  const access = oneOf(
    "internetAccess",
    args.internetAccess ?? InternetAccess.NatGatewayPerZone,
    Object.values(InternetAccess),
  );
  const vpcEndpoints = args.vpcEndpoints ?? access === InternetAccess.None;
  if (access === InternetAccess.None && !vpcEndpoints)
    refuse("vpcEndpoints", "be true where internetAccess is None, or nodes reach nothing", vpcEndpoints);
  return { access, vpcEndpoints, publicSubnets: args.publicSubnets ?? false };
}
