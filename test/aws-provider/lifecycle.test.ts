import assert from "node:assert/strict";
import { AwsProject } from "../support/aws-project.js";
import { describeWithTools } from "../support/tiers.js";

const PROGRAM = `
const role = new aws.iam.Role("role", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }) });
const key = new aws.kms.Key("key", { enableKeyRotation: true, description: pulumi.secret("hidden") });
const cluster = new aws.eks.Cluster("cluster", {
  roleArn: role.arn,
  vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
});
module.exports = { cluster: cluster.arn };
`;

describeWithTools("fake AWS provider: a stack's life", () => {
  let project: AwsProject;
  before(async () => {
    project = await AwsProject.create(PROGRAM);
  });
  after(() => project.close());

  it("up, up again without a change, destroy", async () => {
    await project.preview();
    assert.deepEqual(project.live(), []);
    await project.up();
    const before = project.journal().length;
    const again = await project.up("", "--expect-no-changes");
    assert.equal(project.journal().length, before + 1, again.output);
    await project.destroy();
    assert.deepEqual(project.live(), []);
  });
});
