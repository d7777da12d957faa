import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

/** What the engine shows below "Diagnostics:", where every message stands once. */
const diagnostics = (output: string): string => output.slice(output.indexOf("Diagnostics:"));

describeWithTools("Node language host: programs that fail", function () {
  this.timeout(120_000);
  let project: EngineProject | undefined;
  afterEach(() => project?.close());

  async function failure(files: Readonly<Record<string, string>>): Promise<string> {
    project = await EngineProject.create(files);
    const run = await project.run(["preview"]);
    assert.equal(run.code, 1, run.output);
    return diagnostics(run.output);
  }

  const unhandled: Record<string, [program: string, message: RegExp]> = {
    "a thrown error": [`throw new Error("boom");`, /Error: boom\n\s+at Object\.<anonymous> \(.*index\.js:1:7\)/],
    "a rejected promise": [`Promise.reject(new Error("late boom"));`, /Error: late boom/],
    "an error of an asynchronous entry point": [
      `module.exports = async () => { await null; throw new Error("async boom"); };`,
      /Error: async boom/,
    ],
    "a syntax error": ["const a = ;", /index\.js:1\n\s+const a = ;\n[\s\S]*SyntaxError: Unexpected token ';'/],
    "a missing module": [`require("not-there");`, /Error: Cannot find module 'not-there'/],
  };
  for (const [title, [program, message]] of Object.entries(unhandled))
    it(`shows ${title} once, as the program's error`, async () => {
      const shown = await failure({ "index.js": program });
      assert.match(shown, /error: Running program '.*index\.js' failed with an unhandled exception:/);
      assert.match(shown, message);
      assert.doesNotMatch(shown, /non-zero exit code|pulumi-language|grpc/i);
      assert.equal(shown.match(/error: /g)?.length, 1, shown);
    });

  it("shows the compiler's message for TypeScript that does not compile", async () => {
    const shown = await failure({ "package.json": '{"name":"test"}', "index.ts": "const x: number = ;" });
    assert.match(shown, /index\.ts\(1,19\): error TS1109: Expression expected\./);
  });

  it("says that a project has no program", async () => {
    const shown = await failure({ "package.json": '{"name":"test"}' });
    assert.match(shown, /'main' file \(.*index\.js\) does not exist/);
  });

  it("says with which code a program left without a message", async () => {
    assert.match(await failure({ "index.js": "process.exit(3);" }), /Program exited with non-zero exit code: 3\n/);
  });

  it("says which signal ended a program", async () => {
    const shown = await failure({ "index.js": `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);` });
    assert.match(shown, /Program was ended by SIGKILL\n/);
  });

  it("says what to do where @pulumi/pulumi is not installed", async () => {
    project = await EngineProject.create({ "index.js": "" });
    rmSync(join(project.directory, "node_modules"));
    const run = await project.run(["preview"]);
    assert.equal(run.code, 1, run.output);
    assert.match(
      diagnostics(run.output),
      new RegExp(`error: @pulumi/pulumi is not installed for the program in ${project.directory}\\. Run "npm install"`),
    );
  });

  it("refuses a runtime option of the wrong type", async () => {
    const shown = await failure({
      "Pulumi.yaml": "name: test\nruntime:\n  name: nodejs\n  options:\n    typescript: maybe\n",
      "index.js": "",
    });
    assert.match(shown, /error: runtime option "typescript" must be true or false, but is "maybe"\n/);
  });
});
