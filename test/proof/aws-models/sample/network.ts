import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../../../components/eks/policy-document.js";

interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string>[];
  readonly groupId: pulumi.Output<string>;
}

export function network(name: string, keyArn: pulumi.Input<string>, options: pulumi.CustomResourceOptions): Network {
  const tags = { team: "platform" };
  const vpc = new aws.ec2.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: "10.0.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: true,
      instanceTenancy: "default",
      tags,
    },
    options,
  );
  new aws.ec2.VpcIpv4CidrBlockAssociation(`${name}-more`, { vpcId: vpc.id, cidrBlock: "100.64.0.0/16" }, options);
  new aws.ec2.VpcDhcpOptionsAssociation(`${name}-dhcp`, { vpcId: vpc.id, dhcpOptionsId: "default" }, options);
  new aws.ec2.VpcBlockPublicAccessOptions(`${name}-block`, { internetGatewayBlockMode: "block-ingress" }, options);
  const subnet = new aws.ec2.Subnet(
    `${name}-subnet`,
    {
      vpcId: vpc.id,
      cidrBlock: "10.0.0.0/20",
      availabilityZone: "eu-central-1a",
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      enableResourceNameDnsARecordOnLaunch: true,
      privateDnsHostnameTypeOnLaunch: "resource-name",
      tags,
    },
    options,
  );
  new aws.ec2.Tag(
    `${name}-tag`,
    { resourceId: subnet.id, key: "kubernetes.io/role/internal-elb", value: "1" },
    options,
  );
  const table = routes(name, vpc, subnet, options);
  const groupId = securityGroups(name, vpc, options);
  const endpoint = new aws.ec2.VpcEndpoint(
    `${name}-endpoint`,
    {
      vpcId: vpc.id,
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [subnet.id],
      securityGroupIds: [groupId],
      ipAddressType: "ipv4",
      dnsOptions: { dnsRecordIpType: "ipv4" },
      policy: policyDocument([
        {
          Effect: "Allow",
          Principal: "*",
          Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"],
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
        },
      ]),
      tags,
    },
    options,
  );
  new aws.ec2.VpcEndpointRouteTableAssociation(
    `${name}-through`,
    { routeTableId: table.id, vpcEndpointId: endpoint.id },
    options,
  );
  const log = new aws.cloudwatch.LogGroup(
    `${name}-flows`,
    { name: "/aws/vpc/flow-logs", retentionInDays: 90, kmsKeyId: keyArn, tags },
    options,
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: log.arn,
      iamRoleArn: "arn:aws:iam::123456789012:role/flow-logs",
      maxAggregationInterval: 60,
      tags,
    },
    options,
  );
  return { vpcId: vpc.id, subnetIds: [subnet.id], groupId };
}

function routes(
  name: string,
  vpc: aws.ec2.Vpc,
  subnet: aws.ec2.Subnet,
  options: pulumi.CustomResourceOptions,
): aws.ec2.RouteTable {
  const tags = { team: "platform" };
  const gateway = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id, tags }, options);
  const out = new aws.ec2.EgressOnlyInternetGateway(`${name}-egress`, { vpcId: vpc.id, tags }, options);
  const address = new aws.ec2.Eip(`${name}-address`, { domain: "vpc", tags }, options);
  const nat = new aws.ec2.NatGateway(
    `${name}-nat`,
    { subnetId: subnet.id, allocationId: address.id, connectivityType: "public", tags },
    options,
  );
  const table = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id, tags }, options);
  const to = (suffix: string, args: Omit<aws.ec2.RouteArgs, "routeTableId">) =>
    new aws.ec2.Route(`${name}-${suffix}`, { routeTableId: table.id, ...args }, options);
  to("by-nat", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
  to("by-gateway", { destinationCidrBlock: "192.0.2.0/24", gatewayId: gateway.id });
  to("by-egress", { destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: out.id });
  new aws.ec2.RouteTableAssociation(`${name}-in-table`, { routeTableId: table.id, subnetId: subnet.id }, options);
  new aws.ec2.DefaultRouteTable(`${name}-main-table`, { defaultRouteTableId: vpc.defaultRouteTableId, tags }, options);
  return table;
}

function securityGroups(name: string, vpc: aws.ec2.Vpc, options: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const tags = { team: "platform" };
  new aws.ec2.DefaultSecurityGroup(
    `${name}-default-group`,
    { vpcId: vpc.id, ingress: [], egress: [], revokeRulesOnDelete: true, tags },
    options,
  );
  const group = new aws.ec2.SecurityGroup(
    `${name}-group`,
    {
      vpcId: vpc.id,
      description: "Nodes of the sample",
      ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"], self: true, description: "HTTPS" },
      ],
      revokeRulesOnDelete: true,
      tags,
    },
    options,
  );
  const ports = {
    ipProtocol: "tcp",
    fromPort: 10250,
    toPort: 10250,
    securityGroupId: group.id,
    description: "Kubelet",
  };
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-kubelet`,
    { ...ports, referencedSecurityGroupId: group.id, tags },
    options,
  );
  new aws.vpc.SecurityGroupEgressRule(`${name}-out`, { ...ports, cidrIpv4: "10.0.0.0/16", tags }, options);
  return group.id;
}
