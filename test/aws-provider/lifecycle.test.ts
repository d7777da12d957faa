import assert from "node:assert/strict";
import { AwsProject, existingRole } from "../support/aws-project.js";
import { describeWithTools } from "../support/tiers.js";
import { STACK_PROGRAM } from "./stack-program.js";

describeWithTools("fake AWS provider: a stack's life", () => {
  let project: AwsProject;
  before(async () => {
    project = await AwsProject.create(STACK_PROGRAM, { existing: [existingRole("platform-admins")] });
  });
  after(() => project.close());

  it("up, up again without a change, destroy", async () => {
    const t0 = Date.now();
    await project.preview();
    console.log("preview", Date.now() - t0);
    assert.equal(project.live().length, 1);
    const t1 = Date.now();
    await project.up();
    console.log("up", Date.now() - t1);
    const before = project.journal().length;
    const again = await project.up("", "--expect-no-changes");
    assert.equal(project.journal().length, before + 1, again.output);
    console.log(JSON.stringify(await project.outputs()));
    await project.destroy();
    assert.deepEqual(
      project.live().map(({ id }) => id),
      ["platform-admins"],
    );
  });
});
