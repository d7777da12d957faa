import assert from "node:assert/strict";
import { join } from "node:path";
import type { EngineRun } from "../../sandbox/engine-run.js";
import { installAws } from "../support/aws-project.js";
import { StackProject } from "../support/stack-project.js";
import { describeWithTools } from "../support/tiers.js";

const PACK = ["--policy-pack", "policy-pack"];
const UP = ["up", "--yes", "--skip-preview"];

// AWS is the fake of test/support/aws-provider; the engine, the stack and the pack are the real ones.
describeWithTools("the EKS stack", function () {
  this.timeout(300_000);
  let project: StackProject;
  const pulumi = (settings: object, ...args: string[]): Promise<EngineRun> =>
    project.configured({ "aws:region": "eu-central-1", "rampart:eks": settings }, ...args);
  const refusal = async (settings: object): Promise<string> => {
    const { code, output } = await pulumi(settings, "preview");
    assert.notEqual(code, 0);
    return output;
  };
  const succeed = async (settings: object, ...args: string[]): Promise<EngineRun> => {
    const run = await pulumi(settings, ...args);
    assert.equal(run.code, 0, run.output);
    return run;
  };
  const settings = {
    clusterName: "prod",
    // Of another account, so that the fake does not ask whether the role exists.
    administrators: ["arn:aws:iam::210987654321:role/platform-admins"],
    network: { cidr: "10.0.0.0/16" },
  };

  before(async () => {
    project = await StackProject.create("eks");
    installAws(project.engine.env.PULUMI_HOME ?? "", join(project.folder, "aws-account.jsonl"));
  });
  after(() => project.close());

  it("asks for administrators and a network by the commands that give them", async () => {
    const output = await refusal({});
    assert.ok(output.includes("pulumi config set --path 'rampart:eks.administrators[0]'"), output);
    assert.ok(output.includes("pulumi config set --path 'rampart:eks.network.cidr' 10.0.0.0/16"), output);
  });

  it("names the setting that is none", async () => {
    assert.match(await refusal({ ...settings, publicEndpoint: true }), /eks\.publicEndpoint: there is no such key/);
    assert.match(await refusal({ ...settings, tags: ["a"] }), /rampart:eks\.tags: must be a map/);
    assert.match(
      await refusal({ ...settings, allowPublicEndpoint: { cidrs: ["0.0.0.0/0"] } }),
      /allowPublicEndpoint\.cidrs\[0\]: must be no wider than \/8/,
    );
  });

  it("comes up under the pack without a finding, stays, and goes in two steps", async () => {
    const preview = await succeed(settings, "preview", ...PACK);
    // Policies that are made of ids are unknown before the first deployment, and said to be.
    assert.deepEqual(
      preview.policies.filter(({ policyName }) => policyName !== "rampart-undecided"),
      [],
    );
    const up = await succeed(settings, ...UP, ...PACK);
    assert.deepEqual(
      up.policies.map(({ policyName, message }) => [policyName, message]),
      [],
    );
    await succeed(settings, "preview", "--expect-no-changes");
    // Its preview refuses; without one the engine would delete whatever is not protected before it says so.
    assert.notEqual((await pulumi(settings, "destroy", "--yes")).code, 0);
    await succeed(settings, "preview", "--expect-no-changes");
    await succeed({ ...settings, deletionProtection: false }, ...UP);
    await succeed({ ...settings, deletionProtection: false }, "destroy", "--yes", "--skip-preview");
  });
});
