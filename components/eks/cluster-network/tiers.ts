import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ZoneBlocks, zoneBlocks } from "./address-plan.js";
import type { Zone } from "./zones.js";

/** What every part of a new network is made with. */
export interface Surroundings {
  readonly parent: pulumi.Resource;
  readonly name: string;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** Tags of one resource: the user's, its name, and what Kubernetes looks for. */
export const taggedAs = (
  tags: Surroundings["tags"],
  name: string,
  more: Readonly<Record<string, string>> = {},
): pulumi.Output<Record<string, string>> =>
  pulumi.output(tags ?? {}).apply((all): Record<string, string> => ({ Name: name, ...all, ...more }));

/** The subnets of one tier, by zone in the zones' order. */
export type Tier = ReadonlyMap<Zone, aws.ec2.Subnet>;

export interface TierArgs {
  readonly vpc: aws.ec2.Vpc;
  readonly cidr: pulumi.Input<string>;
  readonly tier: keyof ZoneBlocks;
  readonly label: string;
  /** All zones of the network, whose order decides the blocks. */
  readonly zones: readonly Zone[];
  /** Those that get a subnet. */
  readonly in: readonly Zone[];
  readonly kubernetes?: Readonly<Record<string, string>>;
}

/** None of them gives a public address to what starts in it (CIS-EKS-5.4.3). */
export function createTier({ parent, name, tags }: Surroundings, args: TierArgs): Tier {
  return new Map(
    args.in.map((zone) => {
      const subnetName = `${name}-${args.label}-${zone.label}`;
      const subnet = new aws.ec2.Subnet(
        subnetName,
        {
          vpcId: args.vpc.id,
          availabilityZone: zone.name,
          cidrBlock: pulumi.output(args.cidr).apply((cidr) => zoneBlocks(cidr, args.zones.indexOf(zone))[args.tier]),
          mapPublicIpOnLaunch: false,
          tags: taggedAs(tags, subnetName, args.kubernetes),
        },
        { parent, ...(zone.found ? { ignoreChanges: ["availabilityZone"] } : {}) },
      );
      return [zone, subnet];
    }),
  );
}

export const subnetIds = (tier: Tier): pulumi.Output<string>[] => [...tier.values()].map(({ id }) => id);

/** One way for a whole tier, or for its part in one zone. */
export function createRouteTable(
  { parent, name, tags }: Surroundings,
  vpc: aws.ec2.Vpc,
  label: string,
  subnets: ReadonlyMap<Zone, aws.ec2.Subnet>,
): { readonly table: aws.ec2.RouteTable; readonly associations: aws.ec2.RouteTableAssociation[] } {
  const tableName = `${name}-${label}-routes`;
  const table = new aws.ec2.RouteTable(tableName, { vpcId: vpc.id, tags: taggedAs(tags, tableName) }, { parent });
  const associations = [...subnets].map(
    ([zone, subnet]) =>
      new aws.ec2.RouteTableAssociation(
        `${tableName}-${zone.label}`,
        { subnetId: subnet.id, routeTableId: table.id },
        { parent },
      ),
  );
  return { table, associations };
}
