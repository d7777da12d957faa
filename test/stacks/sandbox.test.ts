import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../sandbox/cluster.js";
import { createEngine, type Engine } from "../../sandbox/engine.js";
import { type EngineRun, runEngine } from "../../sandbox/engine-run.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { describeWithTools, toolchain } from "../support/tiers.js";

const PACK = ["--policy-pack", "policy-pack"];
const PRIVILEGED = ["--config-file", "stacks/Pulumi.sandbox-privileged.yaml"];
const NAMESPACES = ["shop", "payments"];

describeWithTools("the sandbox stack", function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let folder: string;
  let engine: Engine;

  const run = (...args: string[]): Promise<EngineRun> =>
    runEngine({ executable: engine.pulumi, env: engine.env, cwd: REPOSITORY, args });
  const pulumi = (...args: string[]): Promise<EngineRun> => run(...args, "--stack", "sandbox");

  before(async () => {
    cluster = await sharedCluster();
    folder = mkdtempSync(join(tmpdir(), "rampart-stack-"));
    engine = await createEngine(await toolchain(), folder, cluster.kubeconfig, { plugins: "own" });
    assert.equal((await run("stack", "init", "sandbox")).code, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("refuses any cluster but the sandbox, whatever KUBECONFIG says", async () => {
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
    assert.deepEqual((await run("stack", "export", "--stack", "sandbox")).output.match(/"resources"/), null);
  });
});
