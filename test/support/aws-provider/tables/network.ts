import { addressBlock, within } from "../../../../components/cidr.js";
import { Refusal } from "../account.js";
import { type Making, type ResourceTable, words } from "../table.js";
import { arnOf, IGW, idOf, NAT, OF_SUBNET, OF_VPC, owned, ROUTE_TABLE, SUBNET, VPC } from "./network-references.js";

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
};
