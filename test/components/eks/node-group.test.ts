import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  Architecture,
  CapacityType,
  NodeGroup,
  type NodeGroupArgs,
  NodeOs,
  TaintEffect,
} from "../../../components/eks/node-group.js";
import { type RecordedResource, recordResources, registered } from "../../support/recorded-resources.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ARGS: NodeGroupArgs = {
  clusterName: "shop",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  clusterSecurityGroupId: "sg-cluster",
  volumesKeyArn: KEY,
};

/** What a group asks AWS for; the mocks prove nothing about what AWS makes of it. */
const asked = (args: Partial<NodeGroupArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new NodeGroup("workers", { ...ARGS, ...args }), {
    "aws:ec2/launchTemplate:LaunchTemplate": { latestVersion: 3 },
  });

const named = (resources: readonly RecordedResource[], name: string) =>
  (resources.find((resource) => resource.name === name) ?? assert.fail(`${name} is not there`)).inputs;

describe("a node group", () => {
  it("NSA-CLD-01: gives metadata only with a token, and to the host alone", async () => {
    assert.deepEqual(named(await asked(), "workers-template").metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      httpProtocolIpv6: "disabled",
      instanceMetadataTags: "disabled",
    });
  });

  it("CIS-EKS-5.4.3, NSA-NODE-01: has no public address, no key pair and no remote access", async () => {
    const resources = await asked();
    const template = named(resources, "workers-template");
    assert.deepEqual(template.networkInterfaces, [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: ["workers-nodes-id"],
      },
    ]);
    assert.equal(template.keyName, undefined);
    const group = named(resources, "workers-group");
    assert.equal(group.remoteAccess, undefined);
    assert.deepEqual(group.subnetIds, ["subnet-a", "subnet-b"]);
  });

  for (const [os, devices] of [
    [NodeOs.Bottlerocket, ["/dev/xvda", "/dev/xvdb"]],
    [NodeOs.BottlerocketFips, ["/dev/xvda", "/dev/xvdb"]],
    [NodeOs.AmazonLinux2023, ["/dev/xvda"]],
  ] as const)
    it(`NSA-CP-09: has every volume of ${os} under the key`, async () => {
      const mappings = named(await asked({ os }), "workers-template").blockDeviceMappings;
      assert.deepEqual(
        mappings.map(({ deviceName }: { deviceName: string }) => deviceName),
        devices,
      );
      for (const { ebs } of mappings)
        assert.deepEqual(
          [ebs.encrypted, ebs.kmsKeyId, ebs.volumeType, ebs.deleteOnTermination],
          ["true", KEY, "gp3", "true"],
        );
      assert.equal(mappings.at(-1).ebs.volumeSize, 50);
    });

  it("CIS-EKS-5.1.3, NSA-CLD-02: has a role that may pull images, and nothing of networks", async () => {
    const policies = (resources: readonly RecordedResource[]) =>
      resources
        .filter(({ type }) => type.endsWith(":RolePolicyAttachment"))
        .map(({ inputs }) => inputs.policyArn.replace("arn:aws:iam::aws:policy/", ""));
    const minimal = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];
    assert.deepEqual(policies(await asked()), minimal);
    assert.deepEqual(policies(await asked({ allowSessionManager: true })), [
      ...minimal,
      "AmazonSSMManagedInstanceCore",
    ]);
    const boundary = "arn:aws:iam::123456789012:policy/edge";
    assert.equal(named(await asked({ permissionsBoundary: boundary }), "workers-role").permissionsBoundary, boundary);
  });

  it("NSA-NODE-01, NSA-NODE-02, NSA-CP-06: lets in the control plane on few ports, and nodes", async () => {
    const ingress = (resources: readonly RecordedResource[]) =>
      resources
        .filter(({ type }) => type.endsWith(":SecurityGroupIngressRule"))
        .map(({ inputs: rule }) =>
          [rule.securityGroupId, rule.referencedSecurityGroupId, rule.ipProtocol, rule.fromPort, rule.toPort].join(" "),
        );
    const [nodes, cluster] = ["workers-nodes-id", "sg-cluster"];
    assert.deepEqual(ingress(await asked()).sort(), [
      `${cluster} ${nodes} tcp 443 443`,
      `${nodes} ${cluster} tcp 10250 10250`,
      `${nodes} ${cluster} tcp 10251 10251`,
      `${nodes} ${cluster} tcp 4443 4443`,
      `${nodes} ${cluster} tcp 8443 8443`,
      `${nodes} ${cluster} tcp 9443 9443`,
      `${nodes} ${nodes} tcp 1025 65535`,
      `${nodes} ${nodes} tcp 53 53`,
      `${nodes} ${nodes} udp 53 53`,
    ]);
    const webhooks = ingress(await asked({ webhookPorts: [8443] })).filter((rule) =>
      rule.includes(`${nodes} ${cluster}`),
    );
    assert.equal(webhooks.length, 2);
  });

  it("NSA-NODE-01: lets out only to where it was named", async () => {
    const outside = (resources: readonly RecordedResource[]) =>
      resources
        .filter(({ name, type }) => type.endsWith(":SecurityGroupEgressRule") && name.includes("-outside-"))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map(({ inputs: { description: _, securityGroupId: __, ...rule } }) => rule);
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    assert.deepEqual(outside(await asked()), [{ cidrIpv4: "0.0.0.0/0", ...https }]);
    assert.deepEqual(outside(await asked({ egress: {} })), []);
    assert.deepEqual(
      outside(
        await asked({
          egress: {
            network: { cidr: pulumi.output("10.0.0.0/16") },
            buckets: { prefixListId: "pl-1" },
            database: { securityGroupId: "sg-2", port: 5432 },
          },
        }),
      ),
      [
        { prefixListId: "pl-1", ...https },
        { referencedSecurityGroupId: "sg-2", ipProtocol: "tcp", fromPort: 5432, toPort: 5432 },
        { cidrIpv4: "10.0.0.0/16", ...https },
      ],
    );
    // Each rule is about its own group: none opens the cluster's to the world.
    for (const { type, inputs } of await asked())
      if (type.endsWith("gressRule")) assert.notEqual(inputs.ipProtocol, "-1");
  });

  it("shares the security group of another group, and then makes no rules", async () => {
    const resources = await asked({ securityGroupId: pulumi.output("sg-other") });
    assert.deepEqual(
      resources.filter(({ type }) => /SecurityGroup/.test(type)),
      [],
    );
    assert.deepEqual(named(resources, "workers-template").networkInterfaces[0].securityGroups, ["sg-other"]);
  });

  const IMAGES: readonly (readonly [NodeOs, Architecture, string])[] = [
    [NodeOs.Bottlerocket, Architecture.X86, "BOTTLEROCKET_x86_64"],
    [NodeOs.Bottlerocket, Architecture.Arm, "BOTTLEROCKET_ARM_64"],
    [NodeOs.BottlerocketFips, Architecture.X86, "BOTTLEROCKET_x86_64_FIPS"],
    [NodeOs.BottlerocketFips, Architecture.Arm, "BOTTLEROCKET_ARM_64_FIPS"],
    [NodeOs.AmazonLinux2023, Architecture.X86, "AL2023_x86_64_STANDARD"],
    [NodeOs.AmazonLinux2023, Architecture.Arm, "AL2023_ARM_64_STANDARD"],
  ];
  it("runs Bottlerocket unless told otherwise, and what it is told", async () => {
    assert.equal(named(await asked(), "workers-group").amiType, "BOTTLEROCKET_x86_64");
    for (const [os, architecture, image] of IMAGES)
      assert.equal(named(await asked({ os, architecture }), "workers-group").amiType, image);
  });

  it("NSA-UPG-01: rolls with its template, repairs nodes and updates a part at a time", async () => {
    const group = named(await asked({ version: "1.34", releaseVersion: "1.42.0-abc" }), "workers-group");
    assert.deepEqual(group.launchTemplate, { id: "workers-template-id", version: "3" });
    assert.deepEqual(group.nodeRepairConfig, { enabled: true });
    assert.deepEqual(group.updateConfig, { maxUnavailablePercentage: 33 });
    assert.deepEqual([group.version, group.releaseVersion], ["1.34", "1.42.0-abc"]);
    // A prefix lets AWS have the new group beside the old one.
    assert.deepEqual([group.nodeGroupName, group.nodeGroupNamePrefix], [undefined, "workers-"]);
  });

  it("takes sizes, labels and taints", async () => {
    const group = named(
      await asked({
        minSize: 1,
        maxSize: 3,
        maxUnavailable: 1,
        capacityType: CapacityType.Spot,
        labels: { "example.com/team": "shop" },
        taints: [{ key: "dedicated", value: "shop", effect: TaintEffect.NoSchedule }],
      }),
      "workers-group",
    );
    assert.deepEqual(group.scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 1 });
    assert.deepEqual(group.updateConfig, { maxUnavailable: 1 });
    assert.equal(group.capacityType, "SPOT");
    assert.deepEqual(group.labels, { "example.com/team": "shop" });
    assert.deepEqual(group.taints, [{ key: "dedicated", value: "shop", effect: "NO_SCHEDULE" }]);
  });

  it("starts nodes after their rights, their rules and what the caller names", async () => {
    const seen = await registered(() => {
      // Each waits for the one before, so that the last comes later than all that the group is made of.
      let addon = new aws.cloudwatch.LogGroup("addon-0", { name: "first" });
      for (let index = 1; index < 60; index++)
        addon = new aws.cloudwatch.LogGroup(`addon-${index}`, { name: addon.name });
      new NodeGroup("workers", ARGS, { dependsOn: addon });
    });
    const order = seen.map(({ name }) => name);
    const place = (name: string) => order.indexOf(name);
    for (const before of [
      "addon-59",
      "workers-role-worker",
      "workers-role-pull",
      "workers-control-plane-from-nodes",
      "workers-nodes-to-outside-https",
    ]) {
      assert.notEqual(place(before), -1, before);
      assert.ok(place(before) < place("workers-group"), before);
    }
  });

  const MISTAKES: readonly (readonly [string, Partial<NodeGroupArgs>, RegExp])[] = [
    ["a key that is none", { volumesKeyArn: "alias/volumes" }, /^volumesKeyArn: must be an ARN such as/],
    [
      "a system that there is not",
      { os: "Windows" as NodeOs },
      /^os: must be one of Bottlerocket, BottlerocketFips, AmazonLinux2023, got "Windows"$/,
    ],
    [
      "processors that there are not",
      { architecture: "riscv" as Architecture },
      /^architecture: must be one of x86_64, arm64/,
    ],
    [
      "machines of other processors",
      { instanceTypes: ["m7g.large"] },
      /^instanceTypes\[0\]: must have processors of x86_64, got "m7g\.large"$/,
    ],
    [
      "machines of other processors than arm64",
      { architecture: Architecture.Arm, instanceTypes: ["m7i-flex.large"] },
      /^instanceTypes\[0\]: must have processors of arm64/,
    ],
    ["a machine that is none", { instanceTypes: ["large"] }, /^instanceTypes\[0\]: must be an instance type/],
    ["no machines", { instanceTypes: [] }, /^instanceTypes: must name 1 to 20 types/],
    [
      "a capacity that there is not",
      { capacityType: "RESERVED" as CapacityType },
      /^capacityType: must be one of ON_DEMAND, SPOT/,
    ],
    ["a volume that is too small", { volumeSize: 8 }, /^volumeSize: must be a whole number from 20 to 65536, got 8$/],
    ["no nodes at the most", { minSize: 0, maxSize: 0 }, /^maxSize: must be a whole number from 1/],
    ["sizes out of order", { minSize: 5, maxSize: 3 }, /^maxSize: must be at least minSize, 5, got 3$/],
    [
      "a beginning out of the sizes",
      { minSize: 1, maxSize: 3, desiredSize: 4 },
      /^desiredSize: must be from minSize to maxSize, 1 to 3, got 4$/,
    ],
    [
      "two measures of an update",
      { maxUnavailable: 1, maxUnavailablePercentage: 10 },
      /^maxUnavailablePercentage: must not stand beside/,
    ],
    [
      "an update of everything twice",
      { maxUnavailablePercentage: 200 },
      /^maxUnavailablePercentage: must be a whole number from 1 to 100/,
    ],
    [
      "a label of Kubernetes",
      { labels: { "node-role.kubernetes.io/worker": "x" } },
      /^labels: must have no keys of Kubernetes or EKS/,
    ],
    ["a label without value", { labels: { team: "" } }, /^labels\["team"\]: must not be empty/],
    ["a label that is none", { labels: { team: "a b" } }, /^labels\["team"\]: must be at most 63/],
    [
      "a taint twice",
      {
        taints: [
          { key: "a", effect: TaintEffect.NoExecute },
          { key: "a", value: "b", effect: TaintEffect.NoExecute },
        ],
      },
      /^taints\[1\]: must differ in key and effect/,
    ],
    [
      "an effect that there is not",
      { taints: [{ key: "a", effect: "NO_SCHEDULE" as TaintEffect }] },
      /^taints\[0\]\.effect: must be one of NoSchedule, PreferNoSchedule, NoExecute/,
    ],
    [
      "an egress to nowhere",
      { egress: { x: {} } },
      /^egress\["x"\]: must have exactly one of cidr, prefixListId, securityGroupId, got \[\]$/,
    ],
    ["an egress to no block", { egress: { x: { cidr: "10.0.0.1" } } }, /^egress\["x"\]\.cidr: must be an IPv4 block/],
    [
      "ports out of order",
      { egress: { x: { cidr: "10.0.0.0/8", port: 90, endPort: 80 } } },
      /^egress\["x"\]\.endPort: must be a whole number from 90/,
    ],
    ["a port of webhooks twice", { webhookPorts: [8443, 8443] }, /^webhookPorts\[1\]: must be named once/],
    ["the kubelet's port for webhooks", { webhookPorts: [10_250] }, /^webhookPorts\[0\]: must not be the kubelet's/],
    [
      "rules beside a shared group",
      { securityGroupId: "sg-1", egress: {} },
      /^egress: must not stand beside securityGroupId/,
    ],
    ["a fork bomb", { kubelet: { podPidsLimit: 0 } }, /^podPidsLimit: must be a whole number from 1/],
  ];
  for (const [mistake, args, message] of MISTAKES)
    it(`refuses ${mistake}`, () => {
      assert.throws(() => new NodeGroup("workers", { ...ARGS, ...args }), { message });
    });

  it("refuses a name that a node group cannot begin with", () => {
    for (const name of ["a b", "-a", "x".repeat(37)])
      assert.throws(() => new NodeGroup(name, ARGS), /name: must be at most 36 letters/);
  });
});
