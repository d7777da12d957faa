import assert from "node:assert/strict";
import { CHECKS } from "./checked-inputs.js";
import { STORIES } from "./refusal-stories.js";
import { World } from "./world.js";

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const LOG_GROUP = "/aws/eks/prod/cluster";

describe("fake AWS provider: refusals", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.aws.close());

  for (const { title, tell, refusal } of STORIES)
    it(title, () => {
      assert.throws(() => tell(world), refusal);
      assert.equal(world.aws.journal().at(-1)?.op, "refuse");
    });

  for (const { type, inputs, reason } of CHECKS)
    it(`${type} ${JSON.stringify(inputs).slice(0, 60)}`, () =>
      assert.throws(() => world.aws.check(type, "name", inputs), reason));

  it("what EKS makes by itself goes with the cluster: its security group, entries and policies, but not its log group", () => {
    const cluster = world.cluster({
      enabledClusterLogTypes: ["audit"],
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    });
    const group = cluster.state.vpcConfig.clusterSecurityGroupId;
    assert.deepEqual(world.ids(ENTRY), ["prod:arn:aws:iam::123456789012:role/deployer"]);
    assert.deepEqual([world.ids(ASSOCIATION).length, world.ids(LOGS)], [1, [LOG_GROUP]]);
    assert.deepEqual(world.ids("aws:ec2/securityGroup:SecurityGroup"), [group]);
    world.aws.remove(cluster);
    for (const type of [ENTRY, ASSOCIATION, "aws:ec2/securityGroup:SecurityGroup"])
      assert.deepEqual(world.ids(type), []);
    assert.deepEqual(world.ids(LOGS), [LOG_GROUP]);
  });

  it("a cluster whose role lost its policy leaves its security group behind, and the VPC with it", () => {
    const cluster = world.cluster();
    world.aws.remove(world.attach(world.role("cluster"), "AmazonEKSClusterPolicy"));
    world.aws.remove(cluster);
    world.aws.remove(world.subnet("a"));
    world.aws.remove(world.subnet("b"));
    assert.throws(() => world.aws.remove(world.vpc()), /DependencyViolation/);
  });

  it("a log group that is deleted before its cluster comes back, without key or end", () => {
    const logs = world.aws.create(LOGS, "logs", { name: LOG_GROUP, retentionInDays: 365 });
    world.cluster({ enabledClusterLogTypes: ["audit"] });
    world.aws.remove(logs);
    assert.equal(world.aws.account.get(LOGS, LOG_GROUP)?.state.retentionInDays, 0);
  });

  it("nodes get an entry from EKS, which goes with the last group that has their role", () => {
    const nodes = world.nodeGroup();
    assert.deepEqual(world.ids(ENTRY), ["prod:arn:aws:iam::123456789012:role/nodes"]);
    world.aws.remove(nodes);
    assert.deepEqual(world.ids(ENTRY), []);
  });
});
