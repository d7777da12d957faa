import { type CallsByType, inList, ofTheProvider, type Place, tagList } from "../mapping.js";
import { tagsOf } from "./compute.js";

/** An attribute that is set after the thing was made, one call each. */
const attribute = (operation: string, name: string): Place => ({
  to: `${operation}/${name}.Value`,
});

export const NETWORK: CallsByType = {
  "aws:ec2/vpc:Vpc": {
    service: "ec2",
    calls: ["CreateVpc", "ModifyVpcAttribute"],
    properties: {
      enableDnsHostnames: attribute("ModifyVpcAttribute", "EnableDnsHostnames"),
      enableDnsSupport: attribute("ModifyVpcAttribute", "EnableDnsSupport"),
      enableNetworkAddressUsageMetrics: attribute("ModifyVpcAttribute", "EnableNetworkAddressUsageMetrics"),
      assignGeneratedIpv6CidrBlock: "AmazonProvidedIpv6CidrBlock",
      tags: { to: "TagSpecifications", as: tagsOf("vpc") },
    },
    sent: { "ModifyVpcAttribute/VpcId": "vpc-1234567890abcdef0" },
  },
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": {
    service: "ec2",
    calls: ["AssociateVpcCidrBlock"],
  },
  "aws:ec2/subnet:Subnet": {
    service: "ec2",
    calls: ["CreateSubnet", "ModifySubnetAttribute"],
    properties: {
      mapPublicIpOnLaunch: attribute("ModifySubnetAttribute", "MapPublicIpOnLaunch"),
      assignIpv6AddressOnCreation: attribute("ModifySubnetAttribute", "AssignIpv6AddressOnCreation"),
      enableDns64: attribute("ModifySubnetAttribute", "EnableDns64"),
      privateDnsHostnameTypeOnLaunch: "ModifySubnetAttribute/PrivateDnsHostnameTypeOnLaunch",
      enableResourceNameDnsARecordOnLaunch: attribute("ModifySubnetAttribute", "EnableResourceNameDnsARecordOnLaunch"),
      enableResourceNameDnsAaaaRecordOnLaunch: attribute(
        "ModifySubnetAttribute",
        "EnableResourceNameDnsAAAARecordOnLaunch",
      ),
      tags: { to: "TagSpecifications", as: tagsOf("subnet") },
    },
    sent: { "ModifySubnetAttribute/SubnetId": "subnet-1234567890abcdef0" },
  },
  "aws:ec2/internetGateway:InternetGateway": {
    service: "ec2",
    calls: ["CreateInternetGateway", "AttachInternetGateway"],
    properties: {
      vpcId: "AttachInternetGateway/VpcId",
      tags: { to: "TagSpecifications", as: tagsOf("internet-gateway") },
    },
    sent: { "AttachInternetGateway/InternetGatewayId": "igw-1234567890abcdef0" },
  },
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": {
    service: "ec2",
    calls: ["CreateEgressOnlyInternetGateway"],
    properties: { tags: { to: "TagSpecifications", as: tagsOf("egress-only-internet-gateway") } },
  },
  "aws:ec2/eip:Eip": {
    service: "ec2",
    calls: ["AllocateAddress"],
    properties: { tags: { to: "TagSpecifications", as: tagsOf("elastic-ip") } },
  },
  "aws:ec2/natGateway:NatGateway": {
    service: "ec2",
    calls: ["CreateNatGateway"],
    properties: { tags: { to: "TagSpecifications", as: tagsOf("natgateway") } },
  },
  "aws:ec2/routeTable:RouteTable": {
    service: "ec2",
    calls: ["CreateRouteTable"],
    properties: {
      tags: { to: "TagSpecifications", as: tagsOf("route-table") },
    },
  },
  "aws:ec2/route:Route": {
    service: "ec2",
    calls: ["CreateRoute"],
    properties: {
      egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
    },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { service: "ec2", calls: ["AssociateRouteTable"] },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": {
    service: "ec2",
    calls: ["DescribeRouteTables", "CreateTags"],
    properties: {
      defaultRouteTableId: { to: ["RouteTableIds", "CreateTags/Resources"], as: inList },
      tags: { to: "CreateTags/Tags", as: tagList() },
    },
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    service: "ec2",
    calls: ["CreateVpcEndpoint"],
    properties: {
      policy: "PolicyDocument",
      autoAccept: ofTheProvider,
      tags: { to: "TagSpecifications", as: tagsOf("vpc-endpoint") },
    },
  },
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
    service: "ec2",
    calls: ["ModifyVpcEndpoint"],
    properties: { routeTableId: { to: "AddRouteTableIds", as: inList } },
  },
  "aws:ec2/flowLog:FlowLog": {
    service: "ec2",
    calls: ["CreateFlowLogs"],
    properties: {
      vpcId: { to: "ResourceIds", as: inList },
      iamRoleArn: "DeliverLogsPermissionArn",
      tags: { to: "TagSpecifications", as: tagsOf("vpc-flow-log") },
    },
    sent: { ResourceType: "VPC" },
  },
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": {
    service: "ec2",
    calls: ["ModifyVpcBlockPublicAccessOptions"],
    properties: { timeouts: ofTheProvider },
  },
  "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": { service: "ec2", calls: ["AssociateDhcpOptions"] },
  "aws:ec2/tag:Tag": {
    service: "ec2",
    calls: ["CreateTags"],
    properties: { resourceId: { to: "Resources", as: inList }, key: "Tags[0].Key", value: "Tags[0].Value" },
  },
};
