import assert from "node:assert/strict";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

const UP = ["up", "--yes", "--skip-preview"];

describeWithTools("Node language host: programs", function () {
  this.timeout(120_000);
  let project: EngineProject | undefined;
  afterEach(() => project?.close());

  const outputs = async (of: EngineProject, ...flags: string[]) =>
    JSON.parse((await of.succeed(["stack", "output", "--json", ...flags])).stdout);

  it("shows what a program prints and keeps its stack outputs", async () => {
    project = await EngineProject.create({
      "index.js": `console.log("to stdout"); console.error("to stderr"); exports.answer = 6 * 7;`,
    });
    const up = await project.succeed(UP);
    assert.match(up.output, /to stdout/);
    assert.match(up.output, /to stderr/);
    assert.doesNotMatch(up.output, /warning/);
    assert.deepEqual(await outputs(project), { answer: 42 });
  });

  it("runs a TypeScript program", async () => {
    project = await EngineProject.create({
      "package.json": '{"name":"test"}',
      "index.ts": `const text: string = "typed"; export const kind: string = text.toUpperCase();`,
    });
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), { kind: "TYPED" });
  });

  it("runs an ES module", async () => {
    project = await EngineProject.create({
      "package.json": '{"name":"test","type":"module","main":"main.js"}',
      "main.js": `import { basename } from "node:path"; export const file = basename(import.meta.url);`,
    });
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), { file: "main.js" });
  });

  it("tells a program its project, stack, organization, folders and arguments for Node", async () => {
    project = await EngineProject.create({
      "Pulumi.yaml":
        "name: test\nmain: stacks/\nruntime:\n  name: nodejs\n  options:\n    nodeargs: --title='a title' --stack-size=900\n",
      "stacks/index.js": `
        const pulumi = require("@pulumi/pulumi");
        exports.told = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()];
        exports.root = pulumi.runtime.getRootDirectory();
        exports.cwd = process.cwd();
        exports.nodeArguments = process.execArgv.filter((argument) => !argument.startsWith("--require="));`,
    });
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), {
      told: ["test", "dev", "organization"],
      root: project.directory,
      cwd: `${project.directory}/stacks`,
      nodeArguments: ["--title=a title", "--stack-size=900"],
    });
  });

  it("loads no TypeScript where the runtime options say so", async () => {
    project = await EngineProject.create({
      "Pulumi.yaml": "name: test\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
      "index.js": `exports.loads = ".ts" in require.extensions;`,
    });
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), { loads: false });
  });

  it("compiles with the tsconfig that the runtime options name", async () => {
    project = await EngineProject.create({
      "Pulumi.yaml": "name: test\nruntime:\n  name: nodejs\n  options:\n    tsconfig: tsconfig.other.json\n",
      "package.json": '{"name":"test"}',
      "tsconfig.other.json": '{"compilerOptions":{"target":"ES2015"}}',
      // Only a target below ES2022 turns a static block into other code.
      "index.ts": `class A { static text = ""; static { A.text = "x"; } } export const source = A.toString();`,
    });
    await project.succeed(UP);
    assert.doesNotMatch((await outputs(project)).source, /static/);
  });

  it("gives configuration to the program and keeps secret configuration secret", async () => {
    const secret = "correct-horse-battery";
    project = await EngineProject.create({
      "index.js": `
        const pulumi = require("@pulumi/pulumi");
        const config = new pulumi.Config();
        exports.plain = config.require("plain");
        exports.list = new pulumi.Config("other").requireObject("list");
        exports.secret = config.requireSecret("secret").apply((text) => text + "!");
        exports.isSecret = pulumi.runtime.isConfigSecret("test:secret");`,
    });
    await project.succeed(["config", "set", "plain", "a value"]);
    await project.succeed(["config", "set", "--path", "other:list[0]", "first"]);
    await project.succeed(["config", "set", "--secret", "secret", secret]);
    const up = await project.succeed(UP);
    const hidden = await outputs(project);
    const shown = await outputs(project, "--show-secrets");
    assert.doesNotMatch(up.output + JSON.stringify(hidden), new RegExp(secret));
    assert.deepEqual(shown, { plain: "a value", list: ["first"], secret: `${secret}!`, isSecret: true });
  });

  it("previews with unknown values and updates with known ones", async () => {
    project = await EngineProject.create({
      "index.js": `
        const pulumi = require("@pulumi/pulumi");
        const provider = { create: async ({ n }) => ({ id: "one", outs: { doubled: n * 2 } }) };
        class Double extends pulumi.dynamic.Resource {
          constructor(name, n) { super(provider, name, { n, doubled: undefined }); }
        }
        exports.doubled = new Double("double", 21).doubled;
        exports.preview = pulumi.runtime.isDryRun();`,
    });
    const preview = await project.succeed(["preview"]);
    assert.match(preview.stdout, /doubled: \[unknown\]/);
    assert.match(preview.stdout, /preview: true/);
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), { doubled: 42, preview: false });
    assert.match((await project.succeed(UP)).stdout, /2 unchanged/);
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal((await project.deployment()).resources, undefined);
  });

  it("loses nothing of a large output", async () => {
    const lines = 20_000;
    project = await EngineProject.create({
      "index.js": `for (let i = 0; i < ${lines}; i++) process.stdout.write("line " + i + " " + "x".repeat(40) + "\\n");`,
    });
    const preview = await project.succeed(["preview"]);
    const diagnostics = preview.stdout.slice(preview.stdout.indexOf("Diagnostics:"));
    assert.equal(diagnostics.match(/line \d+ x{40}$/gm)?.length, lines);
  });

  it("runs programs under paths with spaces and other alphabets", async () => {
    project = await EngineProject.create({
      "Pulumi.yaml": "name: test\nruntime: nodejs\nmain: ein Ordner/größer 'n 日本\n",
      "ein Ordner/größer 'n 日本/index.js": `exports.here = require("path").basename(__dirname);`,
    });
    await project.succeed(UP);
    assert.deepEqual(await outputs(project), { here: "größer 'n 日本" });
  });
});
