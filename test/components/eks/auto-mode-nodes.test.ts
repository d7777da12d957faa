import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AutoModeNodes, type AutoModeNodesArgs } from "../../../components/eks/auto-mode-nodes.js";
import { Architecture, CapacityType, TaintEffect } from "../../../components/eks/node-group.js";
import { type RecordedResource, recordResources, registered } from "../../support/recorded-resources.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE = "arn:aws:iam::123456789012:role/eks/general-role";
const ARGS: AutoModeNodesArgs = {
  clusterName: "shop",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-cluster",
  volumesKeyArn: KEY,
};

/** What is asked of AWS and of the cluster; the mocks prove nothing about what they make of it. */
const asked = (args: Partial<AutoModeNodesArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new AutoModeNodes("general", { ...ARGS, ...args }), {
    "aws:iam/role:Role": { arn: ROLE, name: "general-role" },
  });

const named = (resources: readonly RecordedResource[], name: string) =>
  (resources.find((resource) => resource.name === name) ?? assert.fail(`${name} is not there`)).inputs;

describe("nodes of Auto Mode", () => {
  it("NSA-NET-05, NSA-NODE-01, NSA-CP-09, CIS-EKS-5.4.3, CIS-EKS-5.4.4: have no traffic until it is allowed, and no public address", async () => {
    const { apiVersion, kind, metadata, spec } = named(await asked(), "general-class");
    assert.deepEqual([apiVersion, kind, metadata.name], ["eks.amazonaws.com/v1", "NodeClass", "general"]);
    assert.deepEqual(spec, {
      role: "general-role",
      subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }],
      securityGroupSelectorTerms: [{ id: "sg-cluster" }],
      networkPolicy: "DefaultDeny",
      networkPolicyEventLogs: "Enabled",
      ephemeralStorage: { size: "80Gi", kmsKeyID: KEY },
      advancedNetworking: { associatePublicIPAddress: false },
    });
    const loose = named(await asked({ allowTrafficByDefault: true, fips: true }), "general-class").spec;
    assert.deepEqual([loose.networkPolicy, loose.advancedSecurity], ["DefaultAllow", { fips: true }]);
  });

  it("NSA-NET-04, CIS-EKS-4.3.1: turn on the controller without which no network policy acts", async () => {
    const { metadata, data } = named(await asked(), "general-network-policy-controller");
    assert.deepEqual([metadata.namespace, metadata.name], ["kube-system", "amazon-vpc-cni"]);
    assert.deepEqual(data, { "enable-network-policy-controller": "true" });
  });

  it("NSA-UPG-01: are replaced in time, a tenth at a time", async () => {
    const { apiVersion, kind, spec } = named(await asked(), "general-pool");
    assert.deepEqual([apiVersion, kind], ["karpenter.sh/v1", "NodePool"]);
    const { template, limits, disruption } = spec;
    assert.deepEqual([template.spec.expireAfter, template.spec.terminationGracePeriod], ["336h", "24h"]);
    assert.deepEqual(template.spec.nodeClassRef, { group: "eks.amazonaws.com", kind: "NodeClass", name: "general" });
    assert.deepEqual([limits, disruption.budgets], [{ cpu: "100" }, [{ nodes: "10%" }]]);
  });

  it("run where they are told", async () => {
    const { template } = named(
      await asked({
        architecture: Architecture.Arm,
        capacityTypes: [CapacityType.Spot, CapacityType.OnDemand],
        instanceCategories: ["m"],
        labels: { team: "shop" },
        taints: [{ key: "dedicated", value: "shop", effect: TaintEffect.NoSchedule }],
      }),
      "general-pool",
    ).spec;
    const values = Object.fromEntries(
      template.spec.requirements.map(({ key, values }: { key: string; values: string[] }) => [key, values]),
    );
    assert.deepEqual(values, {
      "kubernetes.io/arch": ["arm64"],
      "karpenter.sh/capacity-type": ["spot", "on-demand"],
      "eks.amazonaws.com/instance-category": ["m"],
      "eks.amazonaws.com/instance-generation": ["4"],
    });
    assert.deepEqual(template.metadata.labels, { team: "shop" });
    assert.deepEqual(template.spec.taints, [{ key: "dedicated", value: "shop", effect: "NoSchedule" }]);
  });

  it("CIS-EKS-5.1.3, NSA-CLD-02: have a role that may join and pull images", async () => {
    const resources = await asked();
    const { type, principalArn } = named(resources, "general-entry");
    assert.deepEqual([type, principalArn], ["EC2", ROLE]);
    const access = named(resources, "general-access");
    assert.deepEqual(
      [access.policyArn, access.accessScope, access.principalArn],
      ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy", { type: "cluster" }, ROLE],
    );
    const policies = resources
      .filter((resource) => resource.type.endsWith(":RolePolicyAttachment"))
      .map(({ inputs }) => inputs.policyArn);
    assert.deepEqual(policies, [
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
  });

  it("share the role of others, and make nothing twice", async () => {
    const resources = await asked({ nodeRoleArn: pulumi.output(ROLE) });
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["general-class", "general-pool"],
    );
    assert.equal(named(resources, "general-class").spec.role, "general-role");
  });

  it("start after their rights and the controller", async () => {
    const order = (await registered(() => new AutoModeNodes("general", ARGS))).map(({ name }) => name);
    for (const before of [
      "general-access",
      "general-role-worker",
      "general-role-pull",
      "general-network-policy-controller",
    ])
      assert.ok(order.includes(before) && order.indexOf(before) < order.indexOf("general-class"), before);
    assert.ok(order.indexOf("general-class") < order.indexOf("general-pool"));
  });

  const MISTAKES: readonly (readonly [string, Partial<AutoModeNodesArgs>, RegExp])[] = [
    [
      "a life that Auto Mode cuts short",
      { expireAfterHours: 504 },
      /^expireAfterHours: must be a whole number from 1 to 480, got 504$/,
    ],
    ["a key that is none", { volumesKeyArn: "x" }, /^volumesKeyArn: must be an ARN/],
    ["a role that is none", { nodeRoleArn: "nodes" }, /^nodeRoleArn: must be an ARN such as/],
    ["no capacity", { capacityTypes: [] }, /^capacityTypes: must name at least one/],
    [
      "a capacity that there is not",
      { capacityTypes: ["spot" as CapacityType] },
      /^capacityTypes\[0\]: must be one of ON_DEMAND, SPOT/,
    ],
    ["a type for a category", { instanceCategories: ["m7g.large"] }, /^instanceCategories\[0\]: must be a category/],
    ["no room", { cpuLimit: 0 }, /^cpuLimit: must be a whole number from 1/],
    ["too small a storage", { volumeSize: 10 }, /^volumeSize: must be a whole number from 20/],
    ["a label of EKS", { labels: { "eks.amazonaws.com/x": "y" } }, /^labels: must have no keys of Kubernetes or EKS/],
    [
      "a taint that is none",
      { taints: [{ key: "", effect: TaintEffect.NoExecute }] },
      /^taints\[0\]\.key: must have keys/,
    ],
  ];
  for (const [mistake, args, message] of MISTAKES)
    it(`refuse ${mistake}`, () => {
      assert.throws(() => new AutoModeNodes("general", { ...ARGS, ...args }), { message });
    });

  it("refuse names that are EKS's", () => {
    for (const name of ["default", "system", "general-purpose", "Upper"])
      assert.throws(() => new AutoModeNodes(name, ARGS), /name: must be lower-case/);
  });
});
