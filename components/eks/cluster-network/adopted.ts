import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../refusal.js";

/** Addresses that nodes and pods need at the least, and the control plane to be made and upgraded (EKS user guide). */
const PRIVATE_ADDRESSES = 16;
const CONTROL_PLANE_ADDRESSES = 6;

type Ids = pulumi.Input<pulumi.Input<string>[]>;

/** A network that somebody else made; its values are known once all of it has been found right. */
export interface AdoptedNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlocks: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly controlPlaneSubnetIds: pulumi.Output<string[]>;
}

/**
 * Looks at a VPC and its subnets.
 * @throws Error in the outputs, naming the subnet and what is wrong with it.
 */
export function adoptNetwork(
  parent: pulumi.Resource,
  args: { readonly vpcId: pulumi.Input<string>; readonly privateSubnetIds: Ids; readonly controlPlaneSubnetIds?: Ids },
): AdoptedNetwork {
  const vpcId = pulumi.output(args.vpcId);
  const cidrBlocks = vpcId.apply(async (id) => checkedVpc(id, await aws.ec2.getVpc({ id }, { parent })));
  const checked = (input: string, ids: Ids, addresses: number): pulumi.Output<string[]> =>
    pulumi.all([vpcId, ids, cidrBlocks]).apply(async ([vpc, subnets]) => {
      checkSubnets(
        input,
        vpc,
        await Promise.all(subnets.map((id) => aws.ec2.getSubnet({ id }, { parent }))),
        addresses,
      );
      return subnets;
    });
  const privateSubnetIds = checked("privateSubnetIds", args.privateSubnetIds, PRIVATE_ADDRESSES);
  const controlPlaneSubnetIds =
    args.controlPlaneSubnetIds === undefined
      ? privateSubnetIds
      : checked("controlPlaneSubnetIds", args.controlPlaneSubnetIds, CONTROL_PLANE_ADDRESSES);
  return {
    vpcId: pulumi.all([vpcId, privateSubnetIds, controlPlaneSubnetIds]).apply(([id]) => id),
    cidrBlocks,
    privateSubnetIds,
    controlPlaneSubnetIds,
  };
}

/** Nodes find a private endpoint only where the VPC resolves names and gives them out. */
function checkedVpc(id: string, vpc: aws.ec2.GetVpcResult): string[] {
  if (!vpc.enableDnsSupport) refuse("vpcId", "have enableDnsSupport on, without which nodes find no API server", id);
  if (!vpc.enableDnsHostnames)
    refuse("vpcId", "have enableDnsHostnames on, without which nodes find no API server", id);
  return vpc.cidrBlockAssociations.map(({ cidrBlock }) => cidrBlock);
}

type Subnet = Pick<
  aws.ec2.GetSubnetResult,
  "id" | "vpcId" | "availabilityZone" | "availabilityZoneId" | "mapPublicIpOnLaunch" | "availableIpAddressCount"
>;

/** @throws Error naming the first subnet that is not fit. */
export function checkSubnets(input: string, vpcId: string, subnets: readonly Subnet[], addresses: number): void {
  for (const subnet of subnets) {
    if (subnet.vpcId !== vpcId) refuse(`${input}: ${subnet.id}`, `lie in ${vpcId}`, subnet.vpcId);
    if (subnet.mapPublicIpOnLaunch)
      refuse(`${input}: ${subnet.id}`, "give out no public addresses (mapPublicIpOnLaunch)", true);
    if (subnet.availableIpAddressCount < addresses)
      refuse(`${input}: ${subnet.id}`, `have at least ${addresses} free addresses`, subnet.availableIpAddressCount);
  }
  const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))];
  if (zones.length < 2) refuse(input, "lie in at least two availability zones", zones);
}
