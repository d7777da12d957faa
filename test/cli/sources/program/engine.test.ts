import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine } from "../../../../sandbox/engine.js";
import { runEngine } from "../../../../sandbox/engine-run.js";
import { sharedCluster } from "../../../support/cluster.js";
import { REPOSITORY, rampart } from "../../../support/command.js";
import { describeWithTools, toolchain } from "../../../support/tiers.js";
import { projectWith, SHOP, WORKLOAD_PACKAGE } from "./programs.js";

interface Reported {
  readonly policy: string;
  readonly status: string;
  readonly enforcement: string;
  readonly resource: { readonly urn: string };
}

describeWithTools("rampart check --program, beside pulumi preview --policy-pack", function () {
  this.timeout(180_000);
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rampart-compare-"));
    engine = await createEngine(await toolchain(), folder, (await sharedCluster()).kubeconfig, { plugins: "own" });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("finds the same violations on the same resources, and leaves the same resources undecided", async () => {
    const project = projectWith({ ...WORKLOAD_PACKAGE, "index.ts": SHOP });
    const pulumi = (...args: string[]) => runEngine({ executable: engine.pulumi, env: engine.env, cwd: project, args });
    assert.equal((await pulumi("stack", "init", "dev")).code, 0);
    const preview = await pulumi("preview", "--stack", "dev", "--policy-pack", join(REPOSITORY, "policy-pack"));
    const { stdout, stderr } = await rampart(["check", "--program", project, "--stack", "dev", "--format", "json"]);
    assert.equal(stderr, "");
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Reported[] };
    const sorted = (all: readonly string[]): string[] => [...new Set(all)].sort();

    const refused = preview.policies.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    const violations = findings.filter(({ status }) => status === "violation");
    assert.notEqual(refused.length, 0, preview.output);
    assert.deepEqual(
      sorted(violations.map(({ policy, resource }) => `${policy} ${resource.urn}`)),
      sorted(refused.map(({ policyName, resourceUrn }) => `${policyName} ${resourceUrn}`)),
    );

    const told = preview.policies.filter(({ policyName }) => policyName === "rampart-undecided");
    const open = findings.filter(({ status }) => status === "undecided");
    assert.notEqual(told.length, 0, preview.output);
    assert.deepEqual(
      sorted(open.map(({ resource }) => resource.urn)),
      sorted(told.map(({ resourceUrn }) => `${resourceUrn}`)),
    );
  });
});
