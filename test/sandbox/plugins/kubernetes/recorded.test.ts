import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeWithTools } from "../../../support/tiers.js";
import { finishedSteps, ProviderProject } from "./provider-project.js";
import { RECORDED_DIFFS, RECORDED_PROGRAM, RECORDED_STEPS } from "./recorded-program.js";
import { comparable } from "./recorded-state.js";

const RECORDED_STATE: unknown = JSON.parse(
  readFileSync(resolve(__dirname, "../../../../../test/sandbox/plugins/kubernetes/recorded-state.json"), "utf8"),
);

/** Each test goes on from where the one before it ended, as the recordings do. */
describeWithTools("Kubernetes provider: beside recordings of the official one", function () {
  this.timeout(120_000);
  let run: ProviderProject;
  before(async () => {
    run = await ProviderProject.create(RECORDED_PROGRAM, { "Pulumi.yaml": "name: rec\nruntime: nodejs\n" });
  });
  after(() => run?.close());

  it("previews a creation: every object, generated names and no secret", async () => {
    const { output } = await run.preview("create", "--diff");
    assert.match(output, /\+ 9 to create/);
    assert.match(output, /pulumi\.com\/autonamed: "true"\n\s*}\n\s*name {7}: "auto-[0-9a-f]{8}"/);
    assert.match(output, /data {6}: \[secret\]/);
    assert.match(output, /uid {5}: "[0-9a-f-]{36}"/);
    assert.doesNotMatch(output, /s3cr3t|czNjcjN0/);
    assert.equal(await run.exists("/api/v1/namespaces/team"), false);
  });

  it("creates in the order of the dependencies and stores the official provider's state", async () => {
    const { output } = await run.up("create");
    const steps = finishedSteps(output);
    assert.deepEqual([...steps].sort(), RECORDED_STEPS.create);
    const order = (what: string) => steps.findIndex((step) => step.includes(what));
    assert.ok(order("Namespace team") < order("Deployment web") && order("Deployment web") < order("Service web"));
    const stored = (await run.resources())
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ urn, id, inputs, outputs: { __inputs, ...outputs } = {} }): [string, unknown] => [
        urn.split("::").slice(2).join("::"),
        comparable({ id, inputs, outputs }),
      ]);
    assert.deepEqual(Object.fromEntries(stored), RECORDED_STATE);
  });

  it("changes nothing when run again", async () => {
    const { output } = await run.up("create");
    assert.match(output, /Resources:\n {4}9 unchanged/);
    assert.deepEqual(finishedSteps(output), []);
  });

  it("updates labels in place, and replaces an autonamed ConfigMap before it deletes the old one", async () => {
    const { output: preview } = await run.preview("update", "--diff");
    for (const diff of RECORDED_DIFFS.update) assert.ok(preview.includes(diff), preview);
    assert.match(preview, /~ 1 to update\n {4}\+-1 to replace\n {4}2 changes\. 7 unchanged/);
    const before = await run.outputs<{ autoName: string }>();
    const { output } = await run.up("update");
    assert.deepEqual(finishedSteps(output), RECORDED_STEPS.update);
    assert.match(output, /ConfigMap auto creating replacement \(0s\) \[diff: ~data\]/);
    assert.equal((await run.get("/api/v1/namespaces/team")).metadata.labels?.tier, "tenant");
    assert.equal(await run.exists(`/api/v1/namespaces/team/configmaps/${before.autoName}`), false);
  });

  it("removes a label that is left out, and deletes a named Deployment before it creates the new one", async () => {
    const { output: preview } = await run.preview("replace", "--diff");
    for (const diff of RECORDED_DIFFS.replace) assert.ok(preview.includes(diff), preview);
    assert.match(preview, /~ 1 to update\n {4}\+-2 to replace\n {4}3 changes\. 6 unchanged/);
    const { output } = await run.up("replace");
    assert.deepEqual(
      finishedSteps(output).filter((step) => step.includes("Deployment")),
      RECORDED_STEPS.replaceDeployment,
    );
    assert.equal((await run.get("/api/v1/namespaces/team")).metadata.labels?.tier, undefined);
  });

  it("refuses in preview what Pod Security refuses, in the API server's words", async () => {
    const output = await run.failing(["preview"], "violate-pod");
    assert.match(
      output,
      /error: Preview failed: resource "urn:pulumi:dev::rec::kubernetes:core\/v1:Pod::bad" was not successfully created by the Kubernetes API server: pods "bad" is forbidden: violates PodSecurity "restricted:[^"]+": privileged/,
    );
  });

  it("refreshes without a change", async () => {
    const { output } = await run.project.succeed(["refresh", "--yes", "--skip-preview"]);
    assert.match(output, /Resources:\n {4}9 unchanged/);
  });

  it("destroys dependents first, gives patched fields back and waits for the namespace", async () => {
    const { output } = await run.project.succeed(["destroy", "--yes", "--skip-preview"]);
    const steps = finishedSteps(output);
    assert.deepEqual([...steps].sort(), RECORDED_STEPS.destroy);
    assert.match(steps.at(0) ?? "", /Service web/);
    assert.match(steps.at(-3) ?? "", /Namespace team/);
    assert.equal(await run.exists("/api/v1/namespaces/team"), false);
  });
});
