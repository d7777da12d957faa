import assert from "node:assert/strict";
import { AwsProject, existing, existingRole } from "../support/aws-project.js";
import { resourceOf } from "../support/aws-provider/journal.js";
import { describeWithTools } from "../support/tiers.js";
import { STACK_PROGRAM } from "./stack-program.js";

const CLUSTER = "aws:eks/cluster:Cluster";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** One engine project, one test after the other: each builds on what the ones before it left. */
describeWithTools("fake AWS provider: a stack's life on the real engine", () => {
  let project: AwsProject;
  before(async () => {
    project = await AwsProject.create(STACK_PROGRAM, { existing: [existingRole("platform-admins")] });
  });
  after(() => project.close());

  it("previews with unknown values and does nothing", async () => {
    const { output } = await project.preview();
    for (const name of ["certificateAuthority", "endpoint", "issuer", "vpcOfCluster"])
      assert.match(output, new RegExp(`${name} *: (output<string>|\\[unknown\\])`));
    assert.deepEqual(
      project.live().map(({ id }) => id),
      ["platform-admins"],
    );
  });

  it("makes everything in the order of dependence, with plausible outputs", async () => {
    await project.up();
    const made = project.operations("create");
    const orders = [
      ["aws:ec2/vpc:Vpc::vpc", "aws:ec2/subnet:Subnet::private-a"],
      ["aws:kms/key:Key::key", `${LOGS}::logs`],
      [`${LOGS}::logs`, `${CLUSTER}::cluster`],
      ["aws:eks/addon:Addon::cni", "aws:eks/nodeGroup:NodeGroup::nodes"],
      ["aws:eks/nodeGroup:NodeGroup::nodes", "aws:eks/addon:Addon::dns"],
    ];
    for (const [first = "", second = ""] of orders)
      assert.ok(made.indexOf(first) >= 0 && made.indexOf(first) < made.indexOf(second), `${first} before ${second}`);
    const outputs = await project.outputs<Record<string, string>>();
    assert.match(outputs.issuer ?? "", /^https:\/\/oidc\.eks\.eu-central-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    assert.match(outputs.vpcOfCluster ?? "", /^vpc-[0-9a-f]{17}$/);
    assert.equal(outputs.accountId, "123456789012");
    assert.equal(project.find(LOGS, "/aws/eks/prod/cluster")?.state.retentionInDays, 365);
  });

  it("keeps secret in the state what came in as a secret", async () => {
    const key = (await project.resources()).find(({ type }) => type === "aws:kms/key:Key");
    for (const half of [key?.inputs, key?.outputs]) assert.doesNotMatch(JSON.stringify(half), /hidden-description/);
    assert.match(JSON.stringify(key?.outputs?.description), /"ciphertext"/);
  });

  it("changes nothing when nothing changed, nor by the order of a set", async () => {
    const done = project.operations().length;
    await project.up("order", "--expect-no-changes");
    assert.equal(project.operations().length, done);
  });

  it("updates in place what AWS can change: a version of a template, and the nodes that follow it", async () => {
    const done = project.operations().length;
    await project.up("hops");
    assert.deepEqual(project.operations().slice(done), [`${TEMPLATE}::nodes`, "aws:eks/nodeGroup:NodeGroup::nodes"]);
    assert.equal(project.live().find(({ type }) => type === TEMPLATE)?.state.latestVersion, 2);
  });

  it("replaces a cluster for what AWS cannot change, and says so in the preview", async () => {
    const { output } = await project.preview("creator");
    assert.match(output, /aws:eks:Cluster +cluster +replace/);
  });

  it("refuses what AWS refuses", async () => {
    const output = await project.failing(["up", "--yes", "--skip-preview"], "two-versions");
    assert.match(output, /InvalidParameterException: Unsupported Kubernetes minor version update from 1\.34 to 1\.36/);
  });

  it("sees by refresh what somebody else changed or deleted", async () => {
    const group = project.find(LOGS, "/aws/eks/prod/cluster");
    assert.ok(group);
    project.exists({ ...group, state: { ...group.state, retentionInDays: 1 } });
    await project.succeed(["refresh", "--yes", "--skip-preview"], "hops");
    await project.up("hops");
    assert.equal(project.find(LOGS, group.id)?.state.retentionInDays, 365);
  });

  it("deletes nothing that something else stands on, and ends clean, twice", async () => {
    const vpcId = project.live().find(({ type }) => type === "aws:ec2/vpc:Vpc")?.id ?? "";
    project.exists(existing("aws:ec2/securityGroup:SecurityGroup", "sg-foreign", { vpcId, name: "foreign" }));
    const output = await project.failing(["destroy", "--yes", "--skip-preview"], "hops");
    assert.match(output, /DependencyViolation: vpc-\w+ is in use by aws:ec2\/securityGroup:SecurityGroup sg-foreign/);
    project.vanishes("aws:ec2/securityGroup:SecurityGroup", "sg-foreign");
    await project.destroy("hops");
    await project.destroy("hops");
    assert.deepEqual(
      project.live().map(({ id }) => id),
      ["platform-admins"],
    );
    for (const { entry, live } of project.history())
      if (live.some(({ type }) => type === "aws:eks/nodeGroup:NodeGroup"))
        assert.ok(
          live.some(({ type }) => type === CLUSTER),
          `nodes without a cluster after ${JSON.stringify(entry).slice(0, 200)}`,
        );
    assert.equal(resourceOf("urn:pulumi:dev::test::rampart:index:A$aws:kms/key:Key::x::y"), "aws:kms/key:Key::x::y");
  });
});
