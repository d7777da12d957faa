import { addressBlock, within } from "../../../../components/cidr.js";
import { type Account, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const IGW = "aws:ec2/internetGateway:InternetGateway";
const NAT = "aws:ec2/natGateway:NatGateway";

const OF_VPC: Reference = { types: [VPC], by: "id", holds: true, missing: "InvalidVpcID.NotFound" };
const OF_SUBNET: Reference = { types: [SUBNET], by: "id", holds: true, missing: "InvalidSubnetID.NotFound" };
const ROUTE_TABLE: Reference = {
  types: ["aws:ec2/routeTable:RouteTable"],
  by: "id",
  missing: "InvalidRouteTableID.NotFound",
};

const owned = { ownerId: ({ accountId }: Making) => accountId };
const idOf =
  (prefix: string) =>
  ({ hex }: Omit<Making, "id">) =>
    `${prefix}-${hex(17)}`;
const arnOf = (kind: string) => (making: Making) => arn(making, "ec2", `${kind}/${making.id}`);

/** A subnet lies in its VPC and over no other. */
function assertRange({ account, inputs, id }: Making): void {
  if (typeof inputs.cidrBlock !== "string") return;
  const own = addressBlock(inputs.cidrBlock);
  const outer = addressBlock(String(account.get(VPC, String(inputs.vpcId))?.state.cidrBlock));
  if (own === undefined || (outer !== undefined && !within(own, outer)))
    throw new Refusal("InvalidSubnet.Range", `The CIDR '${inputs.cidrBlock}' is invalid.`);
  for (const other of account.all(SUBNET)) {
    const block = addressBlock(String(other.state.cidrBlock));
    if (other.id === id || other.state.vpcId !== inputs.vpcId || block === undefined) continue;
    if (within(block, own) || within(own, block))
      throw new Refusal("InvalidSubnet.Conflict", `The CIDR '${inputs.cidrBlock}' conflicts with another subnet`);
  }
}

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

export const NETWORK: Readonly<Record<string, ResourceTable>> = {
  [VPC]: {
    cloudFormation: "AWS::EC2::VPC",
    required: [],
    optional:
      words(`assignGeneratedIpv6CidrBlock cidrBlock enableDnsHostnames enableDnsSupport enableNetworkAddressUsageMetrics
      instanceTenancy ipv4IpamPoolId ipv4NetmaskLength ipv6CidrBlock ipv6CidrBlockNetworkBorderGroup ipv6IpamPoolId
      ipv6NetmaskLength region tags`),
    replaces: words("cidrBlock ipv4IpamPoolId ipv4NetmaskLength"),
    replacesWhen: { instanceTenancy: (_, after) => after !== "default" },
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    rules: { cidrBlock: { pattern: /^\d+(\.\d+){3}\/(1[6-9]|2[0-8])$/, like: "10.0.0.0/16" } },
    oneOf: [words("cidrBlock ipv4IpamPoolId")],
    id: idOf("vpc"),
    computed: {
      ...owned,
      arn: arnOf("vpc"),
      cidrBlock: () => "10.0.0.0/16",
      defaultNetworkAclId: ({ hex }) => `acl-${hex(17, "acl")}`,
      defaultRouteTableId: ({ hex }) => `rtb-${hex(17, "rtb")}`,
      mainRouteTableId: ({ hex }) => `rtb-${hex(17, "rtb")}`,
      defaultSecurityGroupId: ({ hex }) => `sg-${hex(17, "sg")}`,
      dhcpOptionsId: ({ hex }) => `dopt-${hex(17, "dopt")}`,
      enableDnsHostnames: () => false,
      enableNetworkAddressUsageMetrics: () => false,
      ipv6AssociationId: ({ inputs, hex }) =>
        inputs.assignGeneratedIpv6CidrBlock === true ? `vpc-cidr-assoc-${hex(17)}` : "",
      ipv6CidrBlock: ({ inputs }) => (inputs.assignGeneratedIpv6CidrBlock === true ? "2001:db8:1234::/56" : ""),
      ipv6CidrBlockNetworkBorderGroup: () => "",
    },
  },

  [SUBNET]: {
    cloudFormation: "AWS::EC2::Subnet",
    required: ["vpcId"],
    optional:
      words(`assignIpv6AddressOnCreation availabilityZone availabilityZoneId cidrBlock customerOwnedIpv4Pool enableDns64
      enableLniAtDeviceIndex enableResourceNameDnsARecordOnLaunch enableResourceNameDnsAaaaRecordOnLaunch ipv4IpamPoolId
      ipv4NetmaskLength ipv6CidrBlock ipv6IpamPoolId ipv6Native ipv6NetmaskLength mapCustomerOwnedIpOnLaunch
      mapPublicIpOnLaunch outpostArn privateDnsHostnameTypeOnLaunch region tags`),
    replaces:
      words(`availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6Native
      ipv6NetmaskLength outpostArn vpcId`),
    defaults: { assignIpv6AddressOnCreation: false, enableDns64: false, ipv6Native: false, mapPublicIpOnLaunch: false },
    rules: { availabilityZone: { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, like: "eu-central-1a" } },
    conflicts: [words("availabilityZone availabilityZoneId")],
    refers: { vpcId: OF_VPC },
    id: idOf("subnet"),
    computed: {
      ...owned,
      arn: arnOf("subnet"),
      availabilityZone: ({ region }) => `${region}a`,
      availabilityZoneId: ({ inputs }) =>
        `euc1-az${String(inputs.availabilityZone ?? "a").charCodeAt(String(inputs.availabilityZone ?? "a").length - 1) - 96}`,
      cidrBlock: () => "",
      ipv6CidrBlock: () => "",
      ipv6CidrBlockAssociationId: () => "",
      privateDnsHostnameTypeOnLaunch: () => "ip-name",
    },
    create: assertRange,
  },

  "aws:ec2/routeTable:RouteTable": {
    cloudFormation: "AWS::EC2::RouteTable",
    required: ["vpcId"],
    optional: words("propagatingVgws region routes tags"),
    replaces: ["vpcId"],
    sets: words("propagatingVgws routes"),
    refers: { vpcId: OF_VPC },
    id: idOf("rtb"),
    computed: { ...owned, arn: arnOf("route-table"), propagatingVgws: () => [], routes: () => [] },
    alongDelete: ({ id }, account) => {
      for (const route of [...account.all("aws:ec2/route:Route")])
        if (route.state.routeTableId === id) account.record({ op: "delete", type: route.type, id: route.id });
    },
  },

  "aws:ec2/route:Route": {
    cloudFormation: "AWS::EC2::Route",
    required: ["routeTableId"],
    optional:
      words(`carrierGatewayId coreNetworkArn destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId
      egressOnlyGatewayId gatewayId localGatewayId natGatewayId networkInterfaceId odbNetworkArn region transitGatewayId
      vpcEndpointId vpcPeeringConnectionId`),
    replaces: words("destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId"),
    conflicts: [
      words("destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId"),
      words(`carrierGatewayId coreNetworkArn egressOnlyGatewayId gatewayId localGatewayId natGatewayId networkInterfaceId
        transitGatewayId vpcEndpointId vpcPeeringConnectionId`),
    ],
    oneOf: [words("destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId")],
    refers: {
      routeTableId: ROUTE_TABLE,
      gatewayId: { types: [IGW], by: "id", missing: "InvalidGatewayID.NotFound" },
      natGatewayId: { types: [NAT], by: "id", missing: "InvalidNatGatewayID.NotFound" },
    },
    unique: [words("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId")],
    duplicate: "RouteAlreadyExists",
    id: ({ inputs, hex }) => `r-${inputs.routeTableId}${hex(10)}`,
    computed: {
      instanceId: () => "",
      instanceOwnerId: () => "",
      networkInterfaceId: () => "",
      origin: () => "CreateRoute",
      state: () => "active",
    },
  },

  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    cloudFormation: "AWS::EC2::SubnetRouteTableAssociation",
    required: ["routeTableId"],
    optional: words("gatewayId region subnetId"),
    replaces: words("gatewayId subnetId"),
    conflicts: [words("gatewayId subnetId")],
    oneOf: [words("gatewayId subnetId")],
    refers: { routeTableId: { ...ROUTE_TABLE, holds: true }, subnetId: { ...OF_SUBNET, holds: undefined } },
    unique: [words("gatewayId subnetId")],
    duplicate: "Resource.AlreadyAssociated",
    id: idOf("rtbassoc"),
    computed: {},
  },

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
