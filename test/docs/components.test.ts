import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as rampart from "../../components/index.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { describeWithTools } from "../support/tiers.js";

const FOLDER = join(REPOSITORY, "components/baseline");
const PAGE = readFileSync(join(FOLDER, "README.md"), "utf8");

/** The page's programs by the heading above each. */
const EXAMPLES = new Map(
  [...PAGE.matchAll(/^## (\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)].flatMap(([, heading = "", section = ""]) => {
    const code = /```ts\n([\s\S]*?)```/.exec(section)?.[1];
    return code === undefined ? [] : [[heading, code] as const];
  }),
);

const COMPONENTS = Object.entries(rampart)
  .filter(([, value]) => /^class .*ComponentResource/.test(String(value)))
  .map(([name]) => name);

/** What the compiler has against an example that stands beside the README, under the project's own settings. */
function mistakesIn(code: string): string[] {
  const file = join(FOLDER, "example.ts");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    REPOSITORY,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, language, ...more) =>
    name === file ? ts.createSourceFile(name, code, language) : getSourceFile(name, language, ...more);
  const program = ts.createProgram([file], { ...options, noEmit: true }, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("components/baseline/README.md", () => {
  it("has an example of every component", () => {
    assert.deepEqual([...EXAMPLES.keys()].sort(), COMPONENTS.sort());
  });

  for (const [name, code] of EXAMPLES)
    it(`has an example of ${name} that compiles`, function () {
      this.timeout(60_000);
      assert.deepEqual(mistakesIn(code), []);
    });
});

describeWithTools("the examples of components/baseline/README.md", function () {
  this.timeout(240_000);

  it("run on a real API server under the pack, and go again", async () => {
    const modules = [...EXAMPLES].map(([name, code]) => {
      const { outputText } = ts.transpileModule(code, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
      });
      return [`${name}.js`, outputText.replaceAll('"pulumi-rampart"', JSON.stringify(REPOSITORY))] as const;
    });
    const index = modules.map(([file]) => `require("./${file}");`).join("\n");
    const { kubeconfig } = await sharedCluster();
    const project = await EngineProject.create({ ...Object.fromEntries(modules), "index.js": index }, kubeconfig);
    try {
      const pack = ["--policy-pack", join(REPOSITORY, "policy-pack")];
      const { output } = await project.succeed(["up", "--yes", "--skip-preview", ...pack]);
      assert.doesNotMatch(output, /\[(?:mandatory|advisory)\]/);
      await project.succeed(["preview", "--expect-no-changes"]);
      await project.succeed(["destroy", "--yes", "--skip-preview"]);
    } finally {
      project.close();
    }
  });
});
