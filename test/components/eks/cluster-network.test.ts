import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { zoneBlocks } from "../../../components/eks/cluster-network/address-plan.js";
import {
  BlockPublicAccess,
  ClusterNetwork,
  type ClusterNetworkArgs,
  InternetAccess,
} from "../../../components/eks/cluster-network.js";
import { type Answer, AWS_ACCOUNT, type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NEW: ClusterNetworkArgs = { clusterName: "shop", cidr: "10.0.0.0/16" };

const STATES = { "aws:ec2/vpcEndpoint:VpcEndpoint": { prefixListId: "pl-1" } };

/** What a network asks AWS for; the mocks prove nothing about what AWS makes of it. */
const asked = (args: Partial<ClusterNetworkArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new ClusterNetwork("net", { ...NEW, ...args }), STATES);

const ofType = (resources: readonly RecordedResource[], type: string): RecordedResource[] =>
  resources.filter((resource) => resource.type.endsWith(`:${type}`));
const named = (resources: readonly RecordedResource[], name: string): RecordedResource =>
  resources.find((resource) => resource.name === name) ?? assert.fail(`${name} is not there`);
const names = (resources: readonly RecordedResource[]): string[] => resources.map(({ name }) => name);

describe("a new cluster network", () => {
  let usual: readonly RecordedResource[];
  let open: readonly RecordedResource[];
  let closed: readonly RecordedResource[];
  before(async () => {
    usual = await asked();
    open = await asked({ publicSubnets: true });
    closed = await asked({ internetAccess: InternetAccess.None });
  });

  it("CIS-EKS-5.4.3, NSA-NODE-01: gives no subnet public addresses, whatever its tier", async () => {
    for (const resources of [usual, open, closed]) {
      const subnets = ofType(resources, "Subnet");
      assert.ok(subnets.length >= 6);
      for (const { name, inputs } of subnets) assert.equal(inputs.mapPublicIpOnLaunch, false, name);
    }
  });

  it("puts each subnet at its place", async () => {
    const resources = open;
    for (const [index, zone] of ["eu-central-1a", "eu-central-1b", "eu-central-1c"].entries()) {
      const blocks = zoneBlocks("10.0.0.0/16", index);
      for (const [label, cidrBlock] of [
        ["private", blocks.private],
        ["public", blocks.public],
        ["control-plane", blocks.controlPlane],
      ] as const) {
        const { inputs } = named(resources, `net-${label}-${index + 1}`);
        assert.deepEqual([inputs.availabilityZone, inputs.cidrBlock], [zone, cidrBlock]);
      }
    }
  });

  it("NSA-CP-03: gives the control plane subnets of its own, without a route out", async () => {
    const resources = open;
    const routes = ofType(resources, "Route");
    assert.deepEqual(names(routes), ["net-public-out", "net-private-1-out", "net-private-2-out", "net-private-3-out"]);
    for (const { inputs } of routes) assert.notEqual(inputs.routeTableId, "net-control-plane-routes-id");
    const isolated = ofType(resources, "RouteTableAssociation").filter(
      ({ inputs }) => inputs.routeTableId === "net-control-plane-routes-id",
    );
    assert.deepEqual(
      isolated.map(({ inputs }) => inputs.subnetId),
      ["net-control-plane-1-id", "net-control-plane-2-id", "net-control-plane-3-id"],
    );
  });

  it("NSA-LOG-05: logs every flow under the key, by a role that only flow logs of the account get", async () => {
    const resources = await asked({ logsKeyArn: KEY, permissionsBoundary: "arn:aws:iam::123456789012:policy/edge" });
    const group = named(resources, "net-flow-logs").inputs;
    assert.deepEqual([group.name, group.retentionInDays, group.kmsKeyId], ["/aws/vpc/shop/flow-logs", 90, KEY]);
    const log = named(resources, "net-flow-log").inputs;
    assert.deepEqual([log.vpcId, log.trafficType], ["net-vpc-id", "ALL"]);
    const role = named(resources, "net-flow-logs-role").inputs;
    assert.equal(role.permissionsBoundary, "arn:aws:iam::123456789012:policy/edge");
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*" },
        },
      },
    ]);
  });

  it("NSA-NODE-01: empties the default security group", async () => {
    const { inputs } = named(usual, "net-default-security-group");
    assert.deepEqual([inputs.vpcId, inputs.ingress, inputs.egress], ["net-vpc-id", undefined, undefined]);
  });

  const GATEWAYS: Readonly<Record<InternetAccess, readonly number[]>> = {
    [InternetAccess.NatGatewayPerZone]: [1, 2, 3],
    [InternetAccess.SingleNatGateway]: [1, 1, 1],
    [InternetAccess.None]: [],
  };
  for (const [internetAccess, gateways] of Object.entries(GATEWAYS) as [InternetAccess, number[]][])
    it(`leads nodes out as ${internetAccess} says`, async () => {
      const resources = await asked({ internetAccess });
      const out = ofType(resources, "Route").filter(({ name }) => name.startsWith("net-private"));
      assert.deepEqual(
        out.map(({ inputs }) => inputs.natGatewayId),
        gateways.map((zone) => `net-nat-${zone}-id`),
      );
      const used = [...new Set(gateways)];
      assert.deepEqual(
        names(ofType(resources, "Subnet").filter(({ name }) => name.startsWith("net-public"))),
        used.map((zone) => `net-public-${zone}`),
      );
      assert.equal(ofType(resources, "InternetGateway").length, used.length === 0 ? 0 : 1);
    });

  it("marks only asked-for public subnets for load balancers", async () => {
    const marked = (resources: readonly RecordedResource[]) =>
      names(ofType(resources, "Subnet").filter(({ inputs }) => inputs.tags["kubernetes.io/role/elb"] === "1"));
    assert.deepEqual(marked(usual), []);
    assert.deepEqual(marked(open), ["net-public-1", "net-public-2", "net-public-3"]);
    const internal = ofType(usual, "Subnet").filter(
      ({ inputs }) => inputs.tags["kubernetes.io/role/internal-elb"] === "1",
    );
    assert.deepEqual(names(internal), ["net-private-1", "net-private-2", "net-private-3"]);
  });

  it("NSA-NODE-01: reaches AWS without internet by endpoints that only callers of the account may use", async () => {
    const resources = closed;
    const endpoints = ofType(resources, "VpcEndpoint");
    const services = endpoints.map(({ inputs }) => inputs.serviceName.replace("com.amazonaws.eu-central-1.", ""));
    for (const needed of ["ec2", "ecr.api", "ecr.dkr", "sts", "logs", "eks", "eks-auth", "kms", "s3"])
      assert.ok(services.includes(needed), needed);
    for (const { name, inputs } of endpoints) {
      for (const statement of JSON.parse(inputs.policy).Statement) {
        const own = statement.Condition?.StringEquals?.["aws:PrincipalAccount"] === "123456789012";
        const narrow = statement.Action !== "*" && !JSON.stringify(statement.Resource).includes('"*"');
        assert.ok(own || narrow, `${name}: ${JSON.stringify(statement)}`);
      }
      if (inputs.vpcEndpointType === "Interface") assert.equal(inputs.privateDnsEnabled, true, name);
    }
    const rules = ofType(resources, "SecurityGroupIngressRule").map(({ inputs }) => inputs);
    assert.deepEqual(
      rules.map(({ cidrIpv4, ipProtocol, fromPort, toPort }) => [cidrIpv4, ipProtocol, fromPort, toPort]),
      [["10.0.0.0/16", "tcp", 443, 443]],
    );
    assert.equal(ofType(usual, "VpcEndpoint").length, 0);
  });

  it("lets pods take on roles of the account by token, and images come from ECR, through the endpoints", async () => {
    const resources = closed;
    const [, byToken] = JSON.parse(named(resources, "net-endpoint-sts").inputs.policy).Statement;
    assert.deepEqual(
      [byToken.Action, byToken.Resource],
      ["sts:AssumeRoleWithWebIdentity", "arn:aws:iam::123456789012:role/*"],
    );
    const [own, read] = JSON.parse(named(resources, "net-endpoint-s3").inputs.policy).Statement;
    assert.equal(own.Condition.StringEquals["aws:ResourceAccount"], "123456789012");
    assert.equal(read.Action, "s3:GetObject");
    assert.ok(read.Resource.includes("arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"));
  });

  it("NSA-NODE-01: blocks public access to the account only when asked", async () => {
    assert.equal(ofType(usual, "VpcBlockPublicAccessOptions").length, 0);
    const [block] = ofType(
      await asked({ blockPublicAccess: BlockPublicAccess.Ingress }),
      "VpcBlockPublicAccessOptions",
    );
    assert.equal(block?.inputs.internetGatewayBlockMode, "block-ingress");
  });

  it("names a zone's resources by the zone where it is given", async () => {
    const resources = await asked({ availabilityZones: ["eu-central-1b", "eu-central-1c"] });
    assert.deepEqual(names(ofType(resources, "Subnet").filter(({ name }) => name.startsWith("net-private"))), [
      "net-private-eu-central-1b",
      "net-private-eu-central-1c",
    ]);
  });

  it("moves no subnet when a zone is added", async () => {
    const blocks = async (availabilityZoneCount: number) =>
      new Map(
        ofType(await asked({ availabilityZoneCount }), "Subnet").map(({ name, inputs }) => [name, inputs.cidrBlock]),
      );
    const three = await blocks(3);
    for (const [name, block] of await blocks(2)) assert.equal(three.get(name), block, name);
  });

  it("takes a block that is not known yet", async () => {
    const [vpc] = ofType(await asked({ cidr: pulumi.output("10.8.0.0/20") }), "Vpc");
    assert.equal(vpc?.inputs.cidrBlock, "10.8.0.0/20");
  });

  const MISTAKES: readonly (readonly [string, Partial<ClusterNetworkArgs>, RegExp])[] = [
    ["a block that is too large", { cidr: "10.0.0.0/8" }, /^cidr: must be a block from \/16 to \/22/],
    ["the Services' block", { cidr: "10.100.0.0/16", serviceCidr: "10.100.0.0/16" }, /^cidr: must share no address/],
    ["one zone", { availabilityZoneCount: 1 }, /^availabilityZoneCount: must be a whole number from 2 to 3, got 1$/],
    ["one named zone", { availabilityZones: ["eu-central-1a"] }, /^availabilityZones: must name 2 to 3 zones/],
    [
      "a zone twice",
      { availabilityZones: ["eu-central-1a", "eu-central-1a"] },
      /^availabilityZones\[1\]: must be named once/,
    ],
    [
      "a Region as zone",
      { availabilityZones: ["eu-central-1", "eu-central-1a"] },
      /^availabilityZones\[0\]: must be the name/,
    ],
    [
      "a count beside zones",
      { availabilityZones: ["eu-central-1a", "eu-central-1b"], availabilityZoneCount: 2 },
      /^availabilityZoneCount: must not stand/,
    ],
    [
      "an access that there is not",
      { internetAccess: "Nat" as InternetAccess },
      /^internetAccess: must be one of NatGatewayPerZone, SingleNatGateway, None, got "Nat"$/,
    ],
    [
      "nodes that reach nothing",
      { internetAccess: InternetAccess.None, vpcEndpoints: false },
      /^vpcEndpoints: must be true where internetAccess is None/,
    ],
    [
      "a block of all traffic beside NAT gateways",
      { blockPublicAccess: BlockPublicAccess.Bidirectional },
      /^blockPublicAccess: must be Ingress where/,
    ],
    [
      "a retention that there is not",
      { flowLogRetentionInDays: 31 },
      /^flowLogRetentionInDays: must be one of 1, 3, 5/,
    ],
    [
      "subnets without their VPC",
      { privateSubnetIds: ["subnet-1"] },
      /^privateSubnetIds: must stand only beside vpcId/,
    ],
    ["a cluster's name that EKS refuses", { clusterName: "my shop" }, /^clusterName: must be 1 to 100 letters/],
  ];
  for (const [mistake, args, message] of MISTAKES)
    it(`refuses ${mistake}`, async () => {
      await assert.rejects(asked(args), { message });
    });

  it("refuses neither a block nor a VPC", () =>
    assert.rejects(
      recordResources(() => new ClusterNetwork("net", { clusterName: "shop" })),
      /^Error: cidr: must be given, or vpcId with privateSubnetIds, got nothing$/,
    ));
});

describe("an adopted cluster network", () => {
  const VPC = {
    enableDnsSupport: true,
    enableDnsHostnames: true,
    cidrBlockAssociations: [{ cidrBlock: "10.9.0.0/16" }],
  };
  const SUBNET = { vpcId: "vpc-1", mapPublicIpOnLaunch: false, availableIpAddressCount: 200 };

  /** The outputs' ids, or why there are none: what uses the ids then fails with that. */
  const adopted = async (
    subnets: Readonly<Record<string, object>>,
    vpc: object = {},
    args: Partial<ClusterNetworkArgs> = {},
  ): Promise<unknown> => {
    const answers: Readonly<Record<string, Answer>> = {
      ...AWS_ACCOUNT,
      "aws:ec2/getVpc:getVpc": { ...VPC, ...vpc },
      "aws:ec2/getSubnet:getSubnet": ({ id }) => ({ id, ...SUBNET, ...subnets[String(id)] }),
    };
    let ids: Promise<unknown> | undefined;
    const resources = await recordResources(
      () => {
        const { vpcId, cidrBlocks, privateSubnetIds, controlPlaneSubnetIds } = new ClusterNetwork("net", {
          clusterName: "shop",
          vpcId: pulumi.output("vpc-1"),
          privateSubnetIds: pulumi.output(Object.keys(subnets)),
          ...args,
        });
        const known: unknown = pulumi.all([vpcId, cidrBlocks, privateSubnetIds, controlPlaneSubnetIds]);
        ids = (known as { promise(): Promise<unknown> }).promise();
        ids.catch(() => {});
      },
      {},
      answers,
    );
    assert.deepEqual(resources, []);
    return ids;
  };
  const [A, B] = [{ availabilityZone: "eu-central-1a" }, { availabilityZone: "eu-central-1b" }];

  it("makes nothing and says what is there", async () => {
    const subnets = ["subnet-a", "subnet-b"];
    assert.deepEqual(await adopted({ "subnet-a": A, "subnet-b": B }), ["vpc-1", ["10.9.0.0/16"], subnets, subnets]);
  });

  const MISTAKES: readonly (readonly [string, Readonly<Record<string, object>>, RegExp, object?])[] = [
    [
      "NSA-NODE-01: a subnet that gives out public addresses",
      { "subnet-a": A, "subnet-b": { ...B, mapPublicIpOnLaunch: true } },
      /privateSubnetIds: subnet-b: must give out no public addresses \(mapPublicIpOnLaunch\), got true/,
    ],
    [
      "a subnet of another VPC",
      { "subnet-a": { ...A, vpcId: "vpc-2" }, "subnet-b": B },
      /privateSubnetIds: subnet-a: must lie in vpc-1, got "vpc-2"/,
    ],
    [
      "a subnet that is full",
      { "subnet-a": A, "subnet-b": { ...B, availableIpAddressCount: 3 } },
      /subnet-b: must have at least 16 free addresses, got 3/,
    ],
    [
      "subnets of one zone",
      { "subnet-a": A, "subnet-c": A },
      /privateSubnetIds: must lie in at least two availability zones, got \["eu-central-1a"\]/,
    ],
    ["no subnets", {}, /must lie in at least two availability zones, got \[\]/],
    [
      "a VPC without host names",
      { "subnet-a": A, "subnet-b": B },
      /vpcId: must have enableDnsHostnames on/,
      { enableDnsHostnames: false },
    ],
    [
      "a VPC without a resolver",
      { "subnet-a": A, "subnet-b": B },
      /vpcId: must have enableDnsSupport on/,
      { enableDnsSupport: false },
    ],
  ];
  for (const [mistake, subnets, message, vpc] of MISTAKES)
    it(`refuses ${mistake}`.replace(/^refuses ((?:NSA|CIS)[^:]*): /, "$1: refuses "), () =>
      assert.rejects(adopted(subnets, vpc), message),
    );

  it("refuses what only a new network has, and no subnets at all", async () => {
    const both = { "subnet-a": A, "subnet-b": B };
    await assert.rejects(adopted(both, {}, { cidr: "10.0.0.0/16" }), /cidr: must stand only beside cidr|cidr: must/);
    await assert.rejects(adopted(both, {}, { publicSubnets: true }), /publicSubnets: must stand only beside cidr/);
    await assert.rejects(
      recordResources(() => new ClusterNetwork("net", { clusterName: "shop", vpcId: "vpc-1" })),
      /privateSubnetIds: must name the subnets of vpcId for nodes, got nothing/,
    );
  });
});
