import { resolve } from "node:path";
import { COMPLIANT_POD } from "../test/policy-pack/pods.js";
import { EngineProject } from "../test/support/engine-project.js";

const PACK = resolve(__dirname, "../../policy-pack");

/** Components with the token of a Pod, which the engine hands to a pack as it does Pods, without any provider. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const count = new pulumi.Config().requireNumber("count");
for (let index = 0; index < count; index++)
  new pulumi.ComponentResource("kubernetes:core/v1:Pod", "pod-" + index, {
    metadata: { namespace: "shop" },
    spec: ${JSON.stringify(COMPLIANT_POD)},
  });
`;

const EMPTY_PACK = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", {
  policies: [{ name: "nothing", description: "Nothing.", enforcementLevel: "mandatory", validateResource: () => {} }],
});
`;

const FEW = 10;
const MANY = 410;

/** Milliseconds that one more resource adds to a preview with our pack, and with a pack of one empty policy. */
export interface ResourceCost {
  readonly all: number;
  readonly empty: number;
}

/** Previews of many and of few resources with either pack, in turn, so that all see the same machine. */
export async function resourceCosts(runs: number): Promise<ResourceCost[]> {
  const project = await EngineProject.create({
    "index.js": PROGRAM,
    "empty/index.js": EMPTY_PACK,
    "empty/package.json": '{"name":"empty","version":"0.0.1","main":"index.js"}',
    "empty/PulumiPolicy.yaml": "runtime: nodejs\n",
  });
  const preview = async (pack: string, count: number): Promise<number> => {
    const begin = performance.now();
    await project.succeed(["preview", "--policy-pack", pack, "--config", `count=${count}`]);
    return performance.now() - begin;
  };
  const perResource = async (pack: string): Promise<number> =>
    ((await preview(pack, MANY)) - (await preview(pack, FEW))) / (MANY - FEW);
  try {
    const costs: ResourceCost[] = [];
    for (let run = 0; run < runs; run++)
      costs.push({ all: await perResource(PACK), empty: await perResource(resolve(project.directory, "empty")) });
    return costs;
  } finally {
    project.close();
  }
}
