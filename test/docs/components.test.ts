import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as baseline from "../../components/baseline/index.js";
import { dayAfter, today } from "../../policy-pack/exemptions/day.js";
import { SLICE, SLICES } from "../components/baseline/api-server-endpoints.js";
import { serveClusterNetworkPolicy } from "../components/baseline/cluster-network-policy.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { describeWithTools } from "../support/tiers.js";
import { mistakesIn, transpiled } from "./compiled.js";

const FOLDER = join(REPOSITORY, "components/baseline");
const PAGE = readFileSync(join(FOLDER, "README.md"), "utf8");

const EXPIRES = dayAfter(today(), 20);

/** The page's programs by the heading above each, with a day that is still to come. */
const EXAMPLES = new Map(
  [...PAGE.matchAll(/^## (\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)].flatMap(([, heading = "", section = ""]) => {
    const code = /```ts\n([\s\S]*?)```/.exec(section)?.[1];
    return code === undefined ? [] : [[heading, code.replaceAll("2026-12-31", EXPIRES)] as const];
  }),
);

const COMPONENTS = Object.entries(baseline)
  .filter(([, value]) => /^class .*ComponentResource/.test(String(value)))
  .map(([name]) => name);

describe("components/baseline/README.md", () => {
  it("has an example of every component", () => {
    assert.deepEqual([...EXAMPLES.keys()].sort(), COMPONENTS.sort());
  });

  describe("for the compiler", () => {
    let mistakes: ReadonlyMap<string, readonly string[]>;
    before(function () {
      this.timeout(0);
      mistakes = mistakesIn(EXAMPLES);
    });

    for (const name of EXAMPLES.keys())
      it(`has an example of ${name} that compiles`, () => assert.deepEqual(mistakes.get(name), []));
  });
});

describeWithTools("the examples of components/baseline/README.md", function () {
  this.timeout(240_000);
  const pack = ["--policy-pack", join(REPOSITORY, "policy-pack")];
  let removeDefinition: (() => Promise<void>) | undefined;

  /** A stack of some of the programs. */
  const projectOf = async (names: readonly string[], index: string): Promise<EngineProject> => {
    const modules = names.map((name) => [`${name}.js`, transpiled(EXAMPLES.get(name) ?? "")] as const);
    const { kubeconfig } = await sharedCluster();
    return EngineProject.create({ ...Object.fromEntries(modules), "index.js": index }, kubeconfig);
  };
  /** Findings of the pack but those that say what is exempt. */
  const findings = (output: string): string[] =>
    [...output.matchAll(/\[(?:mandatory|advisory)\][^\n]*/g)]
      .map(([line]) => line)
      .filter((line) => !line.includes("rampart-exempt"));

  before(async () => {
    const { api } = await sharedCluster();
    await api.json("POST", SLICES, SLICE);
    removeDefinition = await serveClusterNetworkPolicy(api);
  });
  after(async () => {
    const { api } = await sharedCluster();
    await api.send("DELETE", `${SLICES}/kubernetes`);
    await removeDefinition?.();
  });

  it("run on a real API server under the pack, and go again", async () => {
    const names = [...EXAMPLES.keys()].filter((name) => name !== "ClusterBaseline");
    const project = await projectOf(names, names.map((name) => `require("./${name}");`).join("\n"));
    try {
      const { output } = await project.succeed(["up", "--yes", "--skip-preview", ...pack]);
      assert.deepEqual(findings(output), []);
      await project.succeed(["preview", "--expect-no-changes"]);
      await project.succeed(["destroy", "--yes", "--skip-preview"]);
    } finally {
      project.close();
    }
  });

  it("tie together as ClusterBaseline does, in preview", async () => {
    const project = await projectOf(["ClusterBaseline"], 'module.exports = require("./ClusterBaseline");');
    try {
      assert.deepEqual(findings((await project.succeed(["preview", ...pack])).output), []);
    } finally {
      project.close();
    }
  });
});
