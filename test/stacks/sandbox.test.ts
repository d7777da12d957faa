import assert from "node:assert/strict";
import type { Cluster } from "../../sandbox/cluster.js";
import { type EngineRun, runEngine } from "../../sandbox/engine-run.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { StackProject } from "../support/stack-project.js";
import { describeWithTools } from "../support/tiers.js";

const PACK = ["--policy-pack", "policy-pack"];
const PRIVILEGED = ["--config-file", "stacks/Pulumi.sandbox-privileged.yaml"];
const NAMESPACES = ["shop", "payments"];

describeWithTools("the sandbox stack", function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let project: StackProject;

  const pulumi = (...args: string[]): Promise<EngineRun> => project.run(...args, "--stack", "sandbox");

  before(async () => {
    cluster = await sharedCluster();
    project = await StackProject.create("sandbox", cluster.kubeconfig);
  });
  after(() => project.close());

  it("refuses any cluster but the sandbox, whatever KUBECONFIG says", async () => {
    const { engine } = project;
    const env = { ...engine.env, KUBECONFIG: cluster.kubeconfig, RAMPART_SANDBOX_KUBECONFIG: undefined };
    const preview = await runEngine({
      executable: engine.pulumi,
      env,
      cwd: REPOSITORY,
      args: ["preview", "--stack", "sandbox"],
    });
    assert.notEqual(preview.code, 0);
    assert.match(preview.output, /This stack runs against the sandbox only: npx rampart sandbox exec -- pulumi/);
  });

  it("comes up under the pack without one finding, and a second up changes nothing", async () => {
    const first = await pulumi("up", "--yes", "--skip-preview", ...PACK);
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(first.packs, ["rampart"]);
    assert.deepEqual(first.policies, []);
    const again = await pulumi("up", "--yes", "--skip-preview", ...PACK);
    assert.equal(again.code, 0, again.output);
    assert.deepEqual(again.changes, { same: first.changes.create });
  });

  it("NSA-POD-10: is refused in preview with a privileged workload, by container, field and fix", async () => {
    const preview = await pulumi("preview", ...PRIVILEGED, ...PACK);
    assert.notEqual(preview.code, 0);
    const refusal = preview.policies.find(({ policyName }) => policyName === "no-privileged-containers");
    assert.equal(refusal?.enforcementLevel, "mandatory");
    assert.match(
      refusal?.message ?? "",
      /container "shell" must not set securityContext\.privileged=true \(spec\.containers\[0\]\)\. Fix: remove/,
    );
  });

  it("is refused by the API server when the pack is left out", async () => {
    const up = await pulumi("up", "--yes", "--skip-preview", ...PRIVILEGED);
    assert.notEqual(up.code, 0);
    assert.match(up.output, /pods "debug" is forbidden: violates PodSecurity/);
  });

  it("leaves nothing of the namespaces when it is destroyed", async () => {
    const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
    assert.equal(destroyed.code, 0, destroyed.output);
    for (const namespace of NAMESPACES)
      assert.equal((await cluster.api.send("GET", `/api/v1/namespaces/${namespace}`)).status, 404);
    assert.deepEqual((await project.run("stack", "export", "--stack", "sandbox")).output.match(/"resources"/), null);
  });
});
