import assert from "node:assert/strict";
import { AwsProject } from "../support/aws-project.js";
import { describeWithTools } from "../support/tiers.js";

const KEY = "aws:kms/key:Key";
const TOPIC = "aws:sns/topic:Topic";
const QUEUE = "aws:sqs/queue:Queue";

const PROGRAM = `
if (step === "foreign") new aws.sqs.Queue("queue", {});
else if (step === "unknown-property") new pulumi.CustomResource("${TOPIC}", "topic", { nonsense: true }, { version: "7.48.0" });
else {
  const key = new aws.kms.Key("key", { tags: { step } });
  new aws.sns.Topic("topic", { name: "alarms", kmsMasterKeyId: key.arn });
}
`;

describeWithTools("fake AWS provider: failures on the real engine", () => {
  let project: AwsProject;
  before(async () => {
    project = await AwsProject.create(PROGRAM);
  });
  after(() => project.close());
  const up = ["up", "--yes", "--skip-preview"];

  it("refuses a type and a property that have no table", async () => {
    assert.match(await project.failing(up, "foreign"), new RegExp(`the type ${QUEUE} has no table in the fake`));
    assert.match(
      await project.failing(["preview"], "unknown-property"),
      /does not know this property.*nonsense|nonsense.*does not know this property/s,
    );
  });

  it("fails once before anything is made, and the next run makes it", async () => {
    project.fail({ on: "create", resource: `${TOPIC}::topic`, when: "before" });
    assert.match(await project.failing(up), /creating aws:sns\/topic:Topic::topic: InternalFailure/);
    assert.deepEqual(
      project.live().map(({ type }) => type),
      [KEY],
    );
    await project.up();
    assert.deepEqual(
      project.live().map(({ type }) => type),
      [KEY, TOPIC],
    );
  });

  it("fails once after it was done, and the next run finds it there", async () => {
    project.fail({ on: "update", resource: `${KEY}::key`, when: "after" });
    assert.match(await project.failing(up, "second"), /after it was done/);
    assert.equal((await project.resources()).find(({ type }) => type === KEY)?.initErrors?.length, 1);
    await project.up("second");
    await project.up("second", "--expect-no-changes");
    assert.equal(project.operations("create").filter((resource) => resource === `${KEY}::key`).length, 1);
  });

  it("fails at the Nth operation, whichever it is, and a deletion that was done is not missed", async () => {
    project.fail({ on: "delete", nth: 2, when: "after" });
    await project.failing(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(project.live(), []);
    await project.destroy();
    assert.deepEqual(await project.resources().then((all) => all.filter(({ type }) => type.startsWith("aws:"))), []);
  });

  it("keeps what AWS made although the creation failed", async () => {
    project.fail({ on: "create", resource: `${KEY}::key`, when: "after" });
    await project.failing(up);
    assert.equal(project.live().length, 1);
    await project.up();
    assert.deepEqual(
      project.live().map(({ type }) => type),
      [KEY, TOPIC],
    );
    await project.destroy();
    assert.deepEqual(project.live(), []);
  });
});
