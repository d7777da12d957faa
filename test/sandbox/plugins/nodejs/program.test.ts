import assert from "node:assert/strict";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

describeWithTools("Node language host: programs", function () {
  this.timeout(120_000);
  let project: EngineProject;
  afterEach(() => project?.close());

  it("runs a JavaScript program: its output and its stack outputs", async () => {
    project = await EngineProject.create({
      "index.js": `console.log("hello from the program"); exports.answer = 6 * 7;`,
    });
    const up = await project.succeed(["up", "--yes", "--skip-preview"]);
    assert.match(up.output, /hello from the program/);
    assert.deepEqual(JSON.parse((await project.succeed(["stack", "output", "--json"])).stdout), { answer: 42 });
  });

  it("runs a TypeScript program", async () => {
    project = await EngineProject.create({
      "package.json": '{"name":"test"}',
      "index.ts": `const text: string = "typed"; export const kind: string = text.toUpperCase();`,
    });
    await project.succeed(["up", "--yes", "--skip-preview"]);
    assert.equal((await project.succeed(["stack", "output", "kind"])).stdout.trim(), "TYPED");
  });

  it("starts a policy pack", async () => {
    project = await EngineProject.create({
      "index.js": `const pulumi = require("@pulumi/pulumi"); new pulumi.ComponentResource("a:b:C", "forbidden");`,
      "pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
      "pack/package.json": '{"name":"tiny","version":"0.0.1","main":"index.js"}',
      "pack/index.js": `
        const { PolicyPack } = require("@pulumi/policy");
        new PolicyPack("tiny", { policies: [{ name: "no-c", description: "No C.", enforcementLevel: "mandatory",
          validateResource: (args, report) => { if (args.type === "a:b:C") report("C is " + args.name); } }] });`,
    });
    const run = await project.run(["preview", "--policy-pack", "pack"]);
    assert.notEqual(run.code, 0);
    assert.match(run.output, /C is forbidden/);
  });
});
