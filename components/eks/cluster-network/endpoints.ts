import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.js";
import { bucketPolicy, INTERFACE_SERVICES, interfacePolicy } from "./endpoint-policies.js";
import { type Surroundings, taggedAs } from "./tiers.js";

export interface EndpointsArgs {
  readonly vpc: aws.ec2.Vpc;
  readonly account: Account;
  /** One of each zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly routeTableIds: readonly pulumi.Input<string>[];
}

export interface Endpoints {
  readonly buckets: aws.ec2.VpcEndpoint;
  readonly services: readonly aws.ec2.VpcEndpoint[];
}

/** Ways to AWS that leave out the internet; each lets in only HTTPS from the network, and only callers of the account. */
export function createEndpoints({ parent, name, tags }: Surroundings, args: EndpointsArgs): Endpoints {
  const { vpc, account } = args;
  const groupName = `${name}-endpoints`;
  const group = new aws.ec2.SecurityGroup(
    groupName,
    { vpcId: vpc.id, description: "HTTPS from the network to the endpoints of AWS", tags: taggedAs(tags, groupName) },
    { parent },
  );
  const fromNetwork = new aws.vpc.SecurityGroupIngressRule(
    `${groupName}-from-network`,
    {
      securityGroupId: group.id,
      description: "HTTPS from the network",
      cidrIpv4: vpc.cidrBlock,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    },
    { parent },
  );
  const services = INTERFACE_SERVICES.map((service) => {
    const endpointName = `${name}-endpoint-${service}`;
    return new aws.ec2.VpcEndpoint(
      endpointName,
      {
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: pulumi.interpolate`com.amazonaws.${account.region}.${service}`,
        subnetIds: [...args.subnetIds],
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        policy: interfacePolicy(service, account),
        tags: taggedAs(tags, endpointName),
      },
      { parent, dependsOn: [fromNetwork] },
    );
  });
  const bucketsName = `${name}-endpoint-s3`;
  const buckets = new aws.ec2.VpcEndpoint(
    bucketsName,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: pulumi.interpolate`com.amazonaws.${account.region}.s3`,
      routeTableIds: [...args.routeTableIds],
      policy: bucketPolicy(account),
      tags: taggedAs(tags, bucketsName),
    },
    { parent },
  );
  return { buckets, services };
}
