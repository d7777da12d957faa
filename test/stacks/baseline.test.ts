import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump } from "js-yaml";
import { dayAfter, today } from "../../policy-pack/exemptions/day.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { type EngineRun, runEngine } from "../../sandbox/engine-run.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { StackProject } from "../support/stack-project.js";
import { describeWithTools } from "../support/tiers.js";

const PACK = ["--policy-pack", "policy-pack"];
const PHASE = { reason: "First phase.", owner: "platform-team", expires: dayAfter(today(), 20) };

/** A stack `organization/maker/dev` whose output is the kubeconfig. */
async function makeStack({ folder, engine }: StackProject, kubeconfig: string): Promise<void> {
  const cwd = join(folder, "maker");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "Pulumi.yaml"), dump({ name: "maker", runtime: "nodejs" }));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ main: "index.js" }));
  symlinkSync(join(REPOSITORY, "node_modules"), join(cwd, "node_modules"));
  writeFileSync(
    join(cwd, "index.js"),
    `const pulumi = require("@pulumi/pulumi");
     exports.kubeconfig = pulumi.secret(require("node:fs").readFileSync(${JSON.stringify(kubeconfig)}, "utf8"));`,
  );
  for (const args of [
    ["stack", "init", "dev"],
    ["up", "--yes", "--skip-preview"],
  ]) {
    const { code, output } = await runEngine({ executable: engine.pulumi, env: engine.env, cwd, args });
    assert.equal(code, 0, output);
  }
}

describeWithTools("the baseline stack", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let project: StackProject;
  let context: string;

  const pulumi = (settings: object, ...args: string[]): Promise<EngineRun> =>
    project.configured({ "rampart:baseline": settings }, ...args);
  const refusal = async (settings: object): Promise<string> => {
    const { code, output } = await pulumi(settings, "preview");
    assert.notEqual(code, 0);
    return output;
  };

  before(async () => {
    cluster = await sharedCluster();
    project = await StackProject.create("baseline", cluster.kubeconfig);
  });
  after(() => project.close());

  it("names the cluster and asks before it changes anything", async () => {
    const output = await refusal({});
    const [, found = ""] = /This stack would change the cluster of context "([^"]+)" \(https:\/\//.exec(output) ?? [];
    context = found;
    assert.ok(output.includes(`(${cluster.server}, Kubernetes 1.37, `), output);
    assert.ok(output.includes(`pulumi config set --path 'rampart:baseline.context' '${context}'`), output);
    assert.match(await refusal({ context: "prod" }), /This stack is for the context "prod", but KUBECONFIG leads to/);
  });

  it("names the setting that is none", async () => {
    assert.match(
      await refusal({ context, namespace: {} }),
      /baseline\.namespace: there is no such key; there are context,/,
    );
    assert.match(await refusal({ context, namespaces: ["shop"] }), /baseline\.namespaces: must be a map/);
    assert.match(await refusal({ context, mode: "warn" }), /mode: must be one of audit, enforce, got "warn"/);
  });

  it("goes to the cluster that another stack made", async () => {
    await makeStack(project, cluster.kubeconfig);
    const { code, output } = await pulumi({ clusterStack: "organization/maker/dev" }, "preview");
    assert.equal(code, 0, output);
    assert.ok(output.includes(`${cluster.server}, Kubernetes 1.37.`), output);
    assert.match(
      await refusal({ clusterStack: "organization/maker/dev", context: "prod" }),
      /baseline\.context: must not be given beside clusterStack/,
    );
    assert.match(
      await refusal({ clusterStack: "organization/rampart/baseline" }),
      /The stack "organization\/rampart\/baseline" has no output "kubeconfig": deploy it first\./,
    );
  });

  it("comes up under the pack in the mode audit, stays, and goes", async () => {
    const settings = { context, namespaces: { shop: { contact: "shop-team@example.com" } }, auditPhase: PHASE };
    const first = await pulumi(settings, "up", "--yes", "--skip-preview", ...PACK);
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(
      first.policies.filter(({ policyName }) => policyName !== "rampart-exempt"),
      [],
    );
    const again = await pulumi(settings, "preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
    const destroyed = await pulumi(settings, "destroy", "--yes", "--skip-preview");
    assert.equal(destroyed.code, 0, destroyed.output);
    assert.equal((await cluster.api.send("GET", "/api/v1/namespaces/shop")).status, 404);
  });
});
