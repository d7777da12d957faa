import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";
import { processesOf, until } from "./project-processes.js";

/** Marks that it runs, and then never ends by itself. */
const ENDLESS = `require("fs").writeFileSync("running", ""); setInterval(() => {}, 1000);`;

const PACK = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
  "pack/package.json": '{"name":"tiny","version":"0.0.1","main":"index.js"}',
  "pack/index.js": `new (require("@pulumi/policy").PolicyPack)("tiny", { policies: [] });`,
};

describeWithTools("Node language host: life and death", function () {
  this.timeout(120_000);
  let project: EngineProject;
  afterEach(() => project.close());

  const running = (): boolean => existsSync(join(project.directory, "running"));

  async function signalled(signal: NodeJS.Signals): Promise<{ code: number | null; output: string }> {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const run = project.run(["up", "--yes", "--skip-preview", "--policy-pack", "pack"], {}, (by) => {
      kill = by;
    });
    await until(running);
    assert.ok(processesOf(project).some((line) => line.includes("pulumi-language-nodejs")));
    kill(signal);
    return run;
  }

  it("leaves no process after a run with a policy pack and a dynamic provider", async () => {
    project = await EngineProject.create({
      ...PACK,
      "index.js": `
        const pulumi = require("@pulumi/pulumi");
        class Thing extends pulumi.dynamic.Resource {}
        new Thing({ create: async () => ({ id: "one" }) }, "thing", {});`,
    });
    await project.succeed(["up", "--yes", "--skip-preview", "--policy-pack", "pack"]);
    assert.deepEqual(processesOf(project), []);
  });

  it("leaves no process after a program that fails", async () => {
    project = await EngineProject.create({ "index.js": `setInterval(() => {}, 1000); process.exit(1);` });
    assert.equal((await project.run(["preview"])).code, 1);
    assert.deepEqual(processesOf(project), []);
  });

  it("ends the program and every process on Ctrl-C, without blaming the program", async () => {
    project = await EngineProject.create({ ...PACK, "index.js": ENDLESS });
    const { code, output } = await signalled("SIGINT");
    assert.notEqual(code, 0);
    assert.doesNotMatch(output, /Program (exited|was ended)/);
    await until(() => processesOf(project).length === 0);
  });

  it("ends a program that ignores Ctrl-C", async () => {
    project = await EngineProject.create({
      ...PACK,
      "index.js": `for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {}); ${ENDLESS}`,
    });
    assert.notEqual((await signalled("SIGINT")).code, 0);
    await until(() => processesOf(project).length === 0);
  });

  it("ends with an engine that was killed", async () => {
    project = await EngineProject.create({ ...PACK, "index.js": ENDLESS });
    assert.equal((await signalled("SIGKILL")).code, null);
    await until(() => processesOf(project).length === 0);
  });
});
