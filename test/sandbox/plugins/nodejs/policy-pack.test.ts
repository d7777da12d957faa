import assert from "node:assert/strict";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

const PROGRAM = `
  const pulumi = require("@pulumi/pulumi");
  new pulumi.ComponentResource("test:index:Thing", new pulumi.Config().require("name"));`;

/** Refuses things named "forbidden"; it says where it runs. */
const PACK = {
  "a pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
  "a pack/package.json": '{"name":"tiny","version":"0.0.1","main":"index.js"}',
  "a pack/index.js": `
    const { PolicyPack } = require("@pulumi/policy");
    console.error("a pack in " + process.cwd());
    new PolicyPack("tiny", { policies: [{
      name: "no-forbidden", description: "Nothing is forbidden.", enforcementLevel: "mandatory",
      validateResource: ({ type, name }, report) => {
        if (type === "test:index:Thing" && name === "forbidden") report("the name " + name + " is forbidden");
      },
    }] });`,
};

describeWithTools("Node language host: policy packs", function () {
  this.timeout(120_000);
  let project: EngineProject | undefined;
  afterEach(() => project?.close());

  async function create(name: string, files: Readonly<Record<string, string>>): Promise<EngineProject> {
    project = await EngineProject.create({ "index.js": PROGRAM, ...files });
    await project.succeed(["config", "set", "name", name]);
    return project;
  }

  it("stops a violation of a mandatory policy in preview and in update", async () => {
    const { run } = await bound("forbidden", PACK);
    for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const refused = await run([...args, "--policy-pack", "a pack"]);
      assert.equal(refused.code, 1, refused.output);
      assert.match(refused.output, /mandatory/);
      assert.match(refused.output, /the name forbidden is forbidden/);
    }
  });

  it("lets a clean stack pass, and runs in the pack's folder", async () => {
    const { run } = await bound("allowed", PACK);
    const passed = await run(["up", "--yes", "--skip-preview", "--policy-pack", "a pack"]);
    assert.equal(passed.code, 0, passed.output);
    assert.match(passed.output, /tiny@v0\.0\.1/);
    assert.match(passed.output, new RegExp(`a pack in ${project?.directory}/a pack`));
  });

  it("shows the error of a pack that does not start", async () => {
    const { run } = await bound("allowed", { ...PACK, "a pack/index.js": `throw new Error("the pack is broken");` });
    const failed = await run(["preview", "--policy-pack", "a pack"]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Error: the pack is broken/);
    assert.match(failed.output, /policy pack ".*" failed to start/);
  });

  it("says that the pack's own dependencies are missing", async () => {
    const { run } = await bound("allowed", {
      ...PACK,
      "a pack/index.js": `require("@pulumi/not-there");`,
    });
    const failed = await run(["preview", "--policy-pack", "a pack"]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Cannot find module '@pulumi\/not-there'/);
  });

  async function bound(name: string, files: Readonly<Record<string, string>>) {
    const created = await create(name, files);
    return { run: created.run.bind(created) };
  }
});
