import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { InternetAccess } from "./choices.js";
import { createRouteTable, createTier, type Surroundings, type Tier, taggedAs } from "./tiers.js";
import type { Zone } from "./zones.js";

export interface InternetArgs {
  readonly vpc: aws.ec2.Vpc;
  readonly cidr: pulumi.Input<string>;
  readonly zones: readonly Zone[];
  readonly access: InternetAccess;
  /** Whether load balancers that face the internet may be placed. */
  readonly publicSubnets: boolean;
}

/** What leads out of the network. */
export interface Internet {
  readonly publicTier: Tier;
  /** NAT gateways by the zone whose nodes use them. */
  readonly gateways: ReadonlyMap<Zone, aws.ec2.NatGateway>;
}

/** The public tier, as far as somebody needs it, and the NAT gateways in it. */
export function createInternet(surroundings: Surroundings, args: InternetArgs): Internet {
  const { parent, name, tags } = surroundings;
  const { vpc, cidr, zones, access, publicSubnets } = args;
  const gatewayZones =
    access === InternetAccess.None ? [] : access === InternetAccess.SingleNatGateway ? zones.slice(0, 1) : zones;
  const publicZones = publicSubnets ? zones : gatewayZones;
  if (publicZones.length === 0) return { publicTier: new Map(), gateways: new Map() };

  const publicTier = createTier(surroundings, {
    vpc,
    cidr,
    tier: "public",
    label: "public",
    zones,
    in: publicZones,
    // Without the tag no load balancer is placed beside the NAT gateways.
    kubernetes: publicSubnets ? { "kubernetes.io/role/elb": "1" } : {},
  });
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet`,
    { vpcId: vpc.id, tags: taggedAs(tags, `${name}-internet`) },
    { parent },
  );
  const { table, associations } = createRouteTable(surroundings, vpc, "public", publicTier);
  const out = new aws.ec2.Route(
    `${name}-public-out`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
    { parent },
  );
  const made = gatewayZones.map((zone) =>
    createGateway(surroundings, zone, publicTier, [gateway, out, ...associations]),
  );
  return {
    publicTier,
    gateways: new Map(
      zones.flatMap((zone, index) => {
        const nat = made[index] ?? made[0];
        return nat === undefined ? [] : [[zone, nat] as const];
      }),
    ),
  };
}

/** After the way out, so that on destroy the way out goes last: AWS detaches no gateway whose addresses are in use. */
function createGateway(
  { parent, name, tags }: Surroundings,
  zone: Zone,
  publicTier: Tier,
  wayOut: readonly pulumi.Resource[],
): aws.ec2.NatGateway {
  const address = new aws.ec2.Eip(
    `${name}-nat-address-${zone.label}`,
    { domain: "vpc", tags: taggedAs(tags, `${name}-nat-${zone.label}`) },
    { parent, dependsOn: [...wayOut] },
  );
  const subnet = publicTier.get(zone);
  if (subnet === undefined) throw new Error(`zone ${zone.label} has no public subnet for its NAT gateway`);
  return new aws.ec2.NatGateway(
    `${name}-nat-${zone.label}`,
    { subnetId: subnet.id, allocationId: address.id, tags: taggedAs(tags, `${name}-nat-${zone.label}`) },
    { parent, dependsOn: [...wayOut] },
  );
}
