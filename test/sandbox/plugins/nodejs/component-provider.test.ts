import assert from "node:assert/strict";
import { EngineProject } from "../../../support/engine-project.js";
import { describeWithTools } from "../../../support/tiers.js";

const COMPONENT = `
  import * as pulumi from "@pulumi/pulumi";
  export interface GreetingArgs { who: pulumi.Input<string>; }
  export class Greeting extends pulumi.ComponentResource {
    readonly text: pulumi.Output<string>;
    readonly folder: pulumi.Output<string>;
    constructor(name: string, args: GreetingArgs, opts?: pulumi.ComponentResourceOptions) {
      super("greeting:index:Greeting", name, args, opts);
      this.text = pulumi.interpolate\`hello \${args.who}\`;
      this.folder = pulumi.output(process.cwd());
      this.registerOutputs({ text: this.text, folder: this.folder });
    }
  }`;

const FILES = {
  "component/PulumiPlugin.yaml": "runtime: nodejs\n",
  "component/package.json": '{"name":"greeting","version":"1.2.3","main":"index.ts"}',
  "component/tsconfig.json": '{"compilerOptions":{"strict":true,"types":["node"]},"files":["index.ts"]}',
  "component/index.ts": COMPONENT,
  "index.js": `
    const pulumi = require("@pulumi/pulumi");
    class Greeting extends pulumi.ComponentResource {
      constructor(name, who) {
        super("greeting:index:Greeting", name, { who, text: undefined, folder: undefined }, {}, true);
      }
    }
    const greeting = new Greeting("greeting", "world");
    exports.text = greeting.text;
    exports.folder = greeting.folder;`,
};

const WAYS = {
  "packages: of Pulumi.yaml": "name: test\nruntime: nodejs\npackages:\n  greeting: ./component\n",
  "plugins: of Pulumi.yaml":
    "name: test\nruntime: nodejs\nplugins:\n  providers:\n    - name: greeting\n      path: ./component\n",
};

describeWithTools("Node language host: component providers", function () {
  this.timeout(120_000);
  let project: EngineProject | undefined;
  afterEach(() => project?.close());

  for (const [title, yaml] of Object.entries(WAYS))
    it(`runs a component of another package, by ${title}`, async () => {
      project = await EngineProject.create({ ...FILES, "Pulumi.yaml": yaml });
      assert.match((await project.succeed(["preview"])).stdout, /greeting:index:Greeting greeting create/);
      await project.succeed(["up", "--yes", "--skip-preview"]);
      const outputs = JSON.parse((await project.succeed(["stack", "output", "--json"])).stdout);
      assert.deepEqual(outputs, { text: "hello world", folder: `${project.directory}/component` });
    });

  it("shows why a component provider does not start", async () => {
    project = await EngineProject.create({
      ...FILES,
      "Pulumi.yaml": WAYS["packages: of Pulumi.yaml"],
      "component/index.ts": `throw new Error("the component is broken");`,
    });
    const failed = await project.run(["preview"]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /the component is broken/);
  });

  it("shows an error that a component throws", async () => {
    project = await EngineProject.create({
      ...FILES,
      "Pulumi.yaml": WAYS["packages: of Pulumi.yaml"],
      "component/index.ts": COMPONENT.replace("this.text =", `throw new Error("no such greeting"); this.text =`),
    });
    const failed = await project.run(["preview"]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /no such greeting/);
  });
});
