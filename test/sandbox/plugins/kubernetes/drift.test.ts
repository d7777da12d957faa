import assert from "node:assert/strict";
import { describeWithTools } from "../../../support/tiers.js";
import { finishedSteps, ProviderProject } from "./provider-project.js";

const PROGRAM = `
const metadata = (name, rest) => ({ namespace: "drift", name, ...rest });
if (step === "imported") new k8s.core.v1.ConfigMap("legacy", {
  metadata: metadata("legacy"), data: { a: "1" } }, { import: "drift/legacy" });
if (step === "kept") new k8s.core.v1.ConfigMap("legacy", { metadata: metadata("legacy", { labels: { by: "pulumi" } }), data: { a: "1" } });
if (step === "mismatch") new k8s.core.v1.ConfigMap("other", {
  metadata: metadata("other"), data: { a: "another" } }, { import: "drift/other" });
if (step === "absent") new k8s.core.v1.ConfigMap("absent", { metadata: metadata("absent") }, { import: "drift/absent" });
if (step !== "mismatch" && step !== "absent") {
  exports.read = k8s.core.v1.ConfigMap.get("read", "drift/other").data;
  new k8s.core.v1.ResourceQuota("quota", { metadata: metadata("quota"), spec: { hard: { "requests.cpu": "4000m" } } });
  new k8s.core.v1.ConfigMap("mine", { metadata: metadata("mine", { labels: { tier: step === "overrule" ? "forced" : "tenant", ...(step === "adopt" ? { extra: "1" } : {}) },
    annotations: step === "overrule" ? { "pulumi.com/patchForce": "true" } : {} }) });
  new k8s.core.v1.ServiceAccountPatch("account", { metadata: metadata("default", { labels: { ours: "1" },
    annotations: step === "refused" ? {} : { "pulumi.com/patchForce": "true" } }), automountServiceAccountToken: step === "refused" });
}
`;

const at = (name: string): string => `/api/v1/namespaces/drift/configmaps/${name}`;
const ACCOUNT = "/api/v1/namespaces/drift/serviceaccounts/default";
const configMap = (name: string, rest: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...rest },
  data: { a: "1" },
});

/** Each test goes on from where the one before it ended. */
describeWithTools("Kubernetes provider: objects that others made or changed", function () {
  this.timeout(120_000);
  let run: ProviderProject;
  before(async () => {
    run = await ProviderProject.create(PROGRAM);
    await run.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "drift" } });
    await run.post(`/api/v1/namespaces/drift/configmaps?fieldManager=kubectl-create`, configMap("legacy"));
    await run.post(`/api/v1/namespaces/drift/configmaps`, configMap("other"));
    while (!(await run.exists(ACCOUNT))) await new Promise((done) => setTimeout(done, 50));
  });
  after(async () => {
    await run?.close();
    await run?.delete("/api/v1/namespaces/drift");
  });

  it("warns of an import that is not what the program says, and refuses one that is not there", async () => {
    const { output: mismatch } = await run.preview("mismatch");
    assert.match(mismatch, /warning: previously-imported resources that still specify an ID may not be replaced/);
    assert.ok(mismatch.includes("data: {map[a:{1}]} => {map[a:{another}]}"), mismatch);
    assert.match(await run.failing(["up", "--yes", "--skip-preview"], "absent"), /absent' does not exist/);
    assert.deepEqual((await run.get(at("other"))).data, { a: "1" });
  });

  it("imports by the import option, reads by get, and patches what belongs to somebody else", async () => {
    const { output } = await run.up("imported");
    assert.match(output, /ConfigMap legacy imported/);
    assert.deepEqual(await run.outputs(), { read: { a: "1" } });
    const account = await run.get(ACCOUNT);
    assert.equal(account.automountServiceAccountToken, false);
    assert.deepEqual(account.metadata.labels, { ours: "1" });
  });

  it("then owns the imported object: changes nothing, adds and removes fields", async () => {
    assert.deepEqual(finishedSteps((await run.up("imported")).output), []);
    assert.deepEqual(finishedSteps((await run.up("kept")).output), ["~ kubernetes:core/v1:ConfigMap legacy updated"]);
    assert.equal((await run.get(at("legacy"))).metadata.labels?.by, "pulumi");
    const { metadata } = await run.get(at("legacy"));
    assert.deepEqual(
      metadata.managedFields.map(({ operation }) => operation),
      ["Apply"],
    );
  });

  it("imports by pulumi import", async () => {
    const args = [
      "import",
      "kubernetes:core/v1:ConfigMap",
      "imported",
      "drift/other",
      "--yes",
      "--generate-code=false",
    ];
    const { output } = await run.project.run(args);
    const stored = await run.stored("imported");
    assert.equal(stored.id, "drift/other", output);
    assert.deepEqual(stored.inputs, { ...configMap("other"), metadata: { name: "other", namespace: "drift" } });
    await run.project.succeed(["state", "delete", stored.urn, "--force", "--yes"]);
  });

  it("finds no drift where the server only writes a quantity in other words", async () => {
    const { output } = await run.project.succeed(["refresh", "--yes", "--skip-preview"], { STEP: "kept" });
    assert.doesNotMatch(output, /updated|deleted/);
  });

  it("shows drift by a refresh and puts it right by an update", async () => {
    await run.patch(at("mine"), { metadata: { labels: { tier: "changed", foreign: "1" } } }, "kubectl-edit");
    const { output } = await run.project.succeed(["refresh", "--yes", "--skip-preview", "--diff"], { STEP: "kept" });
    assert.match(output, /~ tier: "tenant" => "changed"/);
    const { output: fixed } = await run.up("kept");
    assert.deepEqual(finishedSteps(fixed), ["~ kubernetes:core/v1:ConfigMap mine updated"]);
    assert.equal((await run.get(at("mine"))).metadata.labels?.tier, "tenant");
  });

  it("does not take a field from another manager unless told to", async () => {
    await run.patch(at("mine"), { metadata: { labels: { tier: "controlled" } } }, "controller");
    const refused = await run.failing(["up", "--yes", "--skip-preview"], "adopt");
    assert.match(refused, /conflict with "controller".*\.metadata\.labels\.tier/s);
    assert.match(refused, /pulumi\.com\/patchForce/);
    await run.up("overrule");
    assert.equal((await run.get(at("mine"))).metadata.labels?.tier, "forced");
  });

  it("does not take a patched field either, and leaves the object as it was", async () => {
    await run.patch(ACCOUNT, { automountServiceAccountToken: null }, "controller");
    await run.patch(ACCOUNT, { automountServiceAccountToken: false }, "controller");
    assert.match(await run.failing(["up", "--yes", "--skip-preview"], "refused"), /conflict with "controller"/);
    assert.equal((await run.get(ACCOUNT)).automountServiceAccountToken, false);
  });

  it("creates again what somebody deleted", async () => {
    await run.delete(at("mine"));
    const { output } = await run.project.succeed(["refresh", "--yes", "--skip-preview"], { STEP: "kept" });
    assert.match(output, /- 1 deleted/);
    const steps = finishedSteps((await run.up("kept")).output);
    assert.ok(steps.includes("+ kubernetes:core/v1:ConfigMap mine created"), steps.join("\n"));
  });

  it("destroys what it owns, though some of it is gone, and gives patched fields back", async () => {
    await run.delete(at("mine"));
    await run.project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal(await run.exists(at("legacy")), false);
    assert.equal(await run.exists(at("other")), true);
    const account = await run.get(ACCOUNT);
    assert.equal(account.metadata.labels, undefined);
  });
});
