import { type Account, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { type Making, type ResourceTable, words } from "../table.js";
import { arnOf, IGW, idOf, NAT, OF_SUBNET, OF_VPC, owned, SUBNET } from "./network-references.js";

/** A public gateway needs its VPC's way to the internet before it. */
function assertGateway({ account, inputs }: Making): void {
  if ((inputs.connectivityType ?? "public") !== "public") return;
  const vpcId = account.get(SUBNET, String(inputs.subnetId))?.state.vpcId ?? inputs.vpcId;
  if (account.find(IGW, "vpcId", vpcId) === undefined)
    throw new Refusal("Gateway.NotAttached", `VPC ${vpcId} has no Internet gateway attached`);
}

function assertNoPublicAddress({ id, state }: LiveResource, account: Account): void {
  for (const nat of account.all(NAT))
    if (nat.state.publicIp !== "" && account.get(SUBNET, String(nat.state.subnetId))?.state.vpcId === state.vpcId)
      throw new Refusal(
        "DependencyViolation",
        `Network ${state.vpcId} of ${id} has mapped public addresses: ${nat.id}`,
      );
}

/** Ways out of a VPC. */
export const GATEWAYS: Readonly<Record<string, ResourceTable>> = {
  [IGW]: {
    cloudFormation: "AWS::EC2::InternetGateway",
    required: [],
    optional: words("region tags vpcId"),
    replaces: [],
    refers: { vpcId: OF_VPC },
    id: idOf("igw"),
    computed: { ...owned, arn: arnOf("internet-gateway"), vpcId: () => "" },
    create: ({ account, inputs }) => {
      if (inputs.vpcId !== undefined && account.find(IGW, "vpcId", inputs.vpcId) !== undefined)
        throw new Refusal("Resource.AlreadyAssociated", `${inputs.vpcId} has an internet gateway already`);
    },
    delete: assertNoPublicAddress,
  },

  "aws:ec2/eip:Eip": {
    cloudFormation: "AWS::EC2::EIP",
    required: [],
    optional: words(`address associateWithPrivateIp customerOwnedIpv4Pool domain instance ipamPoolId networkBorderGroup
      networkInterface publicIpv4Pool region tags`),
    replaces: words("address customerOwnedIpv4Pool domain ipamPoolId networkBorderGroup publicIpv4Pool"),
    rules: { domain: { oneOf: ["vpc", "standard"] } },
    id: idOf("eipalloc"),
    computed: {
      allocationId: ({ id }) => id,
      arn: arnOf("elastic-ip"),
      associationId: () => "",
      carrierIp: () => "",
      customerOwnedIp: () => "",
      domain: () => "vpc",
      instance: () => "",
      ipamPoolId: () => "",
      networkBorderGroup: ({ region }) => region,
      networkInterface: () => "",
      privateDns: () => "",
      privateIp: () => "",
      ptrRecord: () => "",
      publicDns: ({ region }) => `ec2-198-51-100-1.${region}.compute.amazonaws.com`,
      publicIp: ({ hex }) => `198.51.100.${Number.parseInt(hex(2), 16)}`,
      publicIpv4Pool: () => "amazon",
    },
  },

  [NAT]: {
    cloudFormation: "AWS::EC2::NatGateway",
    required: [],
    optional: words(`allocationId availabilityMode availabilityZoneAddresses connectivityType privateIp region
      secondaryAllocationIds secondaryPrivateIpAddressCount secondaryPrivateIpAddresses subnetId tags vpcId`),
    replaces: words("allocationId availabilityMode connectivityType privateIp subnetId vpcId"),
    defaults: { connectivityType: "public" },
    rules: { connectivityType: { oneOf: ["public", "private"] }, availabilityMode: { oneOf: ["zonal", "regional"] } },
    oneOf: [words("subnetId vpcId")],
    check: ({ connectivityType, allocationId, availabilityMode }) =>
      connectivityType !== "private" && availabilityMode !== "regional" && allocationId === undefined
        ? "allocationId is required for a public NAT gateway"
        : undefined,
    refers: {
      subnetId: OF_SUBNET,
      allocationId: {
        types: ["aws:ec2/eip:Eip"],
        by: "id",
        holds: true,
        held: "AuthFailure",
        missing: "InvalidAllocationID.NotFound",
      },
    },
    unique: [["allocationId"]],
    duplicate: "Resource.AlreadyAssociated",
    id: idOf("nat"),
    computed: {
      associationId: ({ hex }) => `eipassoc-${hex(17)}`,
      autoProvisionZones: () => "",
      autoScalingIps: () => "",
      availabilityMode: () => "zonal",
      networkInterfaceId: ({ hex }) => `eni-${hex(17)}`,
      privateIp: () => "10.0.0.10",
      publicIp: ({ account, inputs }) =>
        account.get("aws:ec2/eip:Eip", String(inputs.allocationId))?.state.publicIp ?? "",
      regionalNatGatewayAddresses: () => [],
      regionalNatGatewayAutoMode: () => "",
      routeTableId: () => "",
      secondaryAllocationIds: () => [],
      secondaryPrivateIpAddressCount: () => 0,
      secondaryPrivateIpAddresses: () => [],
      vpcId: ({ account, inputs }) => account.get(SUBNET, String(inputs.subnetId))?.state.vpcId ?? "",
    },
    create: assertGateway,
  },
};
