import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { AWS_ACCOUNT, type RecordedResource } from "./recorded-resources.js";

const REGION = "eu-central-1";
const ACCOUNT = "123456789012";
type Inputs = Readonly<Record<string, unknown>>;

/** A hexadecimal id that depends on the name only. */
const hex = (name: string, length: number): string => createHash("sha256").update(name).digest("hex").slice(0, length);
const uuid = (name: string): string => hex(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

const regional = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const iam = (resource: string): string => `arn:aws:iam::${ACCOUNT}:${resource}`;

/** ARNs by type; `name` is the physical name. */
const ARNS: Readonly<Record<string, (name: string, inputs: Inputs) => string>> = {
  "aws:cloudwatch/eventRule:EventRule": (name) => regional("events", `rule/${name}`),
  "aws:cloudwatch/logGroup:LogGroup": (name) => regional("logs", `log-group:${name}`),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (name) => regional("cloudwatch", `alarm:${name}`),
  "aws:ec2/securityGroup:SecurityGroup": (name) => regional("ec2", `security-group/sg-${hex(name, 17)}`),
  "aws:ec2/subnet:Subnet": (name) => regional("ec2", `subnet/subnet-${hex(name, 17)}`),
  "aws:ec2/vpc:Vpc": (name) => regional("ec2", `vpc/vpc-${hex(name, 17)}`),
  "aws:ecr/repository:Repository": (name) => regional("ecr", `repository/${name}`),
  "aws:eks/cluster:Cluster": (name) => regional("eks", `cluster/${name}`),
  "aws:guardduty/detector:Detector": (name) => regional("guardduty", `detector/${hex(name, 32)}`),
  "aws:iam/instanceProfile:InstanceProfile": (name) => iam(`instance-profile/${name}`),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (_, { url }) =>
    iam(`oidc-provider/${String(url).replace(/^https:\/\//, "")}`),
  "aws:iam/policy:Policy": (name, { path = "/" }) => iam(`policy${String(path)}${name}`),
  "aws:iam/role:Role": (name, { path = "/" }) => iam(`role${String(path)}${name}`),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (name) => regional("firehose", `deliverystream/${name}`),
  "aws:kms/key:Key": (name) => regional("kms", `key/${uuid(name)}`),
  "aws:s3/bucket:Bucket": (name) => `arn:aws:s3:::${name}`,
  "aws:sns/topic:Topic": (name) => regional("sns", name),
};

/** Ids that are neither the name nor an ARN; a prefix is followed by 17 digits, as EC2 does. */
const IDS: Readonly<Record<string, string | ((name: string) => string)>> = {
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "eigw",
  "aws:ec2/eip:Eip": "eipalloc",
  "aws:ec2/flowLog:FlowLog": "fl",
  "aws:ec2/internetGateway:InternetGateway": "igw",
  "aws:ec2/launchTemplate:LaunchTemplate": "lt",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/networkAcl:NetworkAcl": "acl",
  "aws:ec2/routeTable:RouteTable": "rtb",
  "aws:ec2/securityGroup:SecurityGroup": "sg",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
  "aws:guardduty/detector:Detector": (name) => hex(name, 32),
  "aws:kms/key:Key": uuid,
};

/** Where a resource has its name, if not in `name`. */
const NAMES: Readonly<Record<string, string>> = {
  "aws:eks/nodeGroup:NodeGroup": "nodeGroupName",
  "aws:s3/bucket:Bucket": "bucket",
};

/** What AWS adds to a resource, beside its ARN and its name. */
const ADDED: Readonly<Record<string, (name: string, inputs: Inputs) => object>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
  "aws:ec2/vpc:Vpc": (name) => ({
    defaultSecurityGroupId: `sg-${hex(`${name} default`, 17)}`,
    defaultRouteTableId: `rtb-${hex(`${name} default`, 17)}`,
    defaultNetworkAclId: `acl-${hex(`${name} default`, 17)}`,
    ipv6CidrBlock: "2001:db8:1234:1a00::/56",
  }),
  "aws:ecr/repository:Repository": (name) => ({ repositoryUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${name}` }),
  "aws:eks/cluster:Cluster": (name, { vpcConfig, version = "1.35" }) => ({
    endpoint: `https://${hex(name, 32).toUpperCase()}.gr7.${REGION}.eks.amazonaws.com`,
    version,
    certificateAuthority: { data: "LS0tLS1CRUdJTg==" },
    certificateAuthorities: [{ data: "LS0tLS1CRUdJTg==" }],
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${REGION}.amazonaws.com/id/${hex(name, 32).toUpperCase()}` }] }],
    vpcConfig: {
      ...Object(vpcConfig),
      clusterSecurityGroupId: `sg-${hex(`${name} cluster`, 17)}`,
      vpcId: `vpc-${hex(`${name} cluster`, 17)}`,
    },
  }),
  "aws:kms/key:Key": (name) => ({ keyId: uuid(name) }),
};

/** The state and id of a resource as AWS would answer, for those types that components read something of. */
export function awsOutputs(type: string, logical: string, inputs: Inputs): { id: string; state: object } {
  const property = NAMES[type] ?? "name";
  const given = inputs[property];
  const name = typeof given === "string" ? given : `${logical}-1234567`;
  const arn = ARNS[type]?.(name, inputs);
  const prefix = IDS[type];
  const id = prefix === undefined ? name : typeof prefix === "string" ? `${prefix}-${hex(name, 17)}` : prefix(name);
  const state = { ...inputs, [property]: name, ...(arn === undefined ? {} : { arn }), ...ADDED[type]?.(name, inputs) };
  return { id, state };
}

/** As `recordResources`, where AWS answers: with ARNs, ids and endpoints of the form that it gives them. */
export async function recordAwsResources(
  program: () => unknown,
  answers: Readonly<Record<string, object>> = {},
): Promise<RecordedResource[]> {
  const recorded: RecordedResource[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, custom, id }) => {
      if (custom && !id) recorded.push({ type, name, inputs });
      return type.startsWith("aws:") ? awsOutputs(type, name, inputs) : { id: `${name}-id`, state: inputs };
    },
    call: ({ token }) => answers[token] ?? AWS_ACCOUNT[token] ?? {},
  });
  program();
  await pulumi.runtime.disconnect();
  return recorded;
}
