import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describeWithTools } from "../../../support/tiers.js";
import { HardenedProject } from "./hardened-project.js";

/** More runs than the longest chain of resources that wait for each other. */
const MOST_RUNS = 40;

describeWithTools("HardenedEks when AWS fails", function () {
  this.timeout(600_000);

  it("comes up by repeating pulumi up when every resource fails once, before or after AWS has made it", async () => {
    const seed = randomInt(2 ** 31);
    console.log(`    seed ${seed}: which fail before, and which after`);
    const draw = xoroshiro128plus(seed);
    const project = await HardenedProject.create();
    try {
      await project.up();
      const resources = [...new Set(project.aws.operations("create"))];
      await project.destroy();
      for (const resource of resources)
        project.aws.fail({ on: "create", resource, when: uniformInt(draw, 0, 1) === 0 ? "before" : "after" });

      const failed = new Set<string>();
      let runs = 0;
      for (let done = false; !done; runs++) {
        assert.ok(runs < MOST_RUNS, `not up after ${runs} runs`);
        const flags = ["up", "--yes", "--skip-preview", "--continue-on-error"];
        const { code, output } = await project.aws.project.run(flags, { STEP: "{}" });
        done = code === 0;
        for (const [, resource = ""] of output.matchAll(/creating (aws:\S+::\S+): InternalFailure/g))
          failed.add(resource);
      }
      assert.deepEqual([...failed].sort(), resources.sort());
      await project.up({}, "--expect-no-changes");
      await project.destroy();
      assert.deepEqual(project.left(), []);
    } finally {
      project.close();
    }
  });
});
