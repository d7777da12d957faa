import assert from "node:assert/strict";
import { describeWithTools } from "../../../support/tiers.js";
import { finishedSteps, ProviderProject } from "./provider-project.js";

const PROGRAM = `
const team = new k8s.Provider("team", { namespace: "values" });
const ns = new k8s.core.v1.Namespace("ns", { metadata: { name: "values" } });
const within = { provider: team, dependsOn: [ns] };
const source = new k8s.core.v1.ConfigMap("Source", { data: { key: step === "changed" ? "new" : "old" } }, within);
new k8s.core.v1.ConfigMap("dependent", { metadata: { name: "dependent", annotations: {
  source: source.metadata.name, uid: source.metadata.uid } } }, within);
const plain = step === "unmarked" ? (value) => value : pulumi.secret;
new k8s.core.v1.Secret("data", { metadata: { name: "data" }, data: { a: plain("aHVudGVyMg==") } }, within);
new k8s.core.v1.Secret("text", { metadata: { name: "text" }, stringData: { a: plain("hunter2"), b: "hunter3" } }, within);
const open = new k8s.core.v1.ConfigMap("open", { metadata: { name: "open" }, data: { a: pulumi.secret("hunter4"), b: "open" } }, within);
new k8s.core.v1.ConfigMap("generated", { metadata: { generateName: "generated-", labels: { step } } }, within);
class Parent extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("parent:index:Parent", name, {}, opts);
    this.config = new k8s.core.v1.ConfigMap(name + "-child:config", { metadata: { name: "child" } }, { parent: this });
    this.registerOutputs({ config: this.config.id });
  }
}
new Parent("parent", { providers: [team], dependsOn: [ns] });
const definition = new k8s.apiextensions.v1.CustomResourceDefinition("definition", {
  metadata: { name: "securitypatches.values.example" }, spec: { group: "values.example", scope: "Namespaced",
    names: { plural: "securitypatches", kind: "SecurityPatch" }, versions: [{ name: "v1", served: true, storage: true,
      schema: { openAPIV3Schema: { type: "object", properties: {
        spec: { type: "object", x_kubernetes_preserve_unknown_fields: true } } } } }] } });
const custom = new k8s.apiextensions.CustomResource("custom", { apiVersion: "values.example/v1", kind: "SecurityPatch",
  metadata: { name: "custom" }, spec: { level: step === "changed" ? 2 : 1, kept: true } }, { ...within, dependsOn: [definition, ns] });
new k8s.apiextensions.CustomResourcePatch("custom-patch", { apiVersion: "values.example/v1", kind: "SecurityPatch",
  metadata: { name: "custom", labels: { patched: "yes" } } }, { provider: team, dependsOn: [custom] });
exports.name = source.metadata.name;
exports.status = ns.status;
exports.data = open.data;
`;

const HIDDEN = /hunter|aHVudGVy/;
const CUSTOM = "/apis/values.example/v1/namespaces/values/securitypatches/custom";

describeWithTools("Kubernetes provider: values, names and namespaces", function () {
  this.timeout(120_000);
  let run: ProviderProject;
  before(async () => {
    run = await ProviderProject.create(PROGRAM);
  });
  after(() => run?.close());

  it("previews a program whose objects need each other, with no secret and no status", async () => {
    const { output } = await run.preview("first", "--diff");
    assert.match(output, /\+ 14 to create/);
    assert.match(output, /data\s*: \[secret\]/);
    assert.match(output, /source: "source-[0-9a-f]{8}"/);
    assert.doesNotMatch(output, HIDDEN);
    assert.doesNotMatch(output, /phase/);
  });

  it("creates them, definition and custom object in one go", async () => {
    const { output } = await run.up("first");
    assert.match(output, /\+ 14 created/);
    assert.doesNotMatch(output, HIDDEN);
    const { name } = await run.outputs<{ name: string }>();
    const source = await run.get(`/api/v1/namespaces/values/configmaps/${name}`);
    const dependent = await run.get("/api/v1/namespaces/values/configmaps/dependent");
    assert.deepEqual(dependent.metadata.annotations, { source: name, uid: source.metadata.uid });
    assert.equal(source.metadata.annotations?.["pulumi.com/autonamed"], "true");
    assert.match(name, /^source-[0-9a-f]{8}$/);
  });

  it("stores no secret in the open, wherever it stands", async () => {
    assert.deepEqual((await run.get("/api/v1/namespaces/values/secrets/text")).data, {
      a: "aHVudGVyMg==",
      b: "aHVudGVyMw==",
    });
    const text = JSON.stringify(await run.resources());
    assert.doesNotMatch(text, HIDDEN);
    assert.match(text, /"b":"open"/);
  });

  it("puts the children of a component into its provider's namespace", async () => {
    const child = await run.stored("parent-child:config");
    assert.equal(child.id, "values/child");
    assert.match(child.urn, /parent:index:Parent\$kubernetes:core\/v1:ConfigMap/);
  });

  it("tells a custom kind whose name ends in Patch from a patch of it", async () => {
    const custom = await run.get(CUSTOM);
    assert.equal(custom.metadata.labels?.patched, "yes");
    assert.deepEqual((await run.stored("custom")).inputs?.spec, { level: 1, kept: true });
    assert.equal((await run.stored("custom-patch")).type, "kubernetes:values.example/v1:SecurityPatchPatch");
  });

  it("changes nothing when run again, not even where the server generated the name", async () => {
    const { output } = await run.up("first");
    assert.deepEqual(finishedSteps(output), []);
    assert.match(output, /14 unchanged/);
  });

  it("keeps secret what the author does not mark any more, and shows no change", async () => {
    const { output } = await run.preview("unmarked", "--diff");
    assert.doesNotMatch(output, HIDDEN);
  });

  it("previews what a replacement makes unknown, and updates what depends on it", async () => {
    const { output: preview } = await run.preview("changed", "--diff");
    assert.match(preview, /~ source: "source-[0-9a-f]{8}" => "source-[0-9a-f]{8}"/);
    const generated = await run.stored("generated");
    const { output } = await run.up("changed");
    const { name } = await run.outputs<{ name: string }>();
    const dependent = await run.get("/api/v1/namespaces/values/configmaps/dependent");
    assert.equal(dependent.metadata.annotations?.source, name);
    const steps = finishedSteps(output);
    assert.ok(steps.includes("~ kubernetes:values.example/v1:SecurityPatch custom updated"), output);
    assert.ok(steps.includes("~ kubernetes:core/v1:ConfigMap generated updated"), output);
    assert.equal((await run.stored("generated")).id, generated.id);
    assert.equal((await run.get(CUSTOM)).metadata.labels?.patched, "yes");
  });

  it("destroys all of it", async () => {
    await run.project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal(await run.exists("/api/v1/namespaces/values"), false);
    assert.equal(
      await run.exists("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/securitypatches.values.example"),
      false,
    );
  });
});
