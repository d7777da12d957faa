import assert from "node:assert/strict";
import { describeWithTools } from "../../../support/tiers.js";
import { finishedSteps, ProviderProject } from "./provider-project.js";

const PROGRAM = `
const ns = new k8s.core.v1.Namespace("ns", { metadata: { name: "refusals", labels: {
  "pod-security.kubernetes.io/enforce": "baseline" } } });
const namespace = ns.metadata.name, within = { dependsOn: [ns] };
const workload = (name, securityContext, annotations) => ({
  metadata: { namespace, name, annotations },
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: {
    containers: [{ name: "app", image: "registry.example/app:1", securityContext }] } } } });
const privileged = { privileged: true };
if (step === "pod" || step === "waiting")
  new k8s.core.v1.Pod("pod", { metadata: { namespace, name: "pod" }, spec: {
    containers: [{ name: "app", image: "registry.example/app:1", securityContext: privileged }] } }, within);
if (step === "waiting")
  new k8s.core.v1.Service("invalid", { metadata: { namespace, name: "Bad_Name" }, spec: { ports: [{ port: 99999 }] } },
    within);
if (step === "secret" || step === "waiting")
  new k8s.core.v1.Secret("undecodable", { metadata: { namespace, name: "undecodable" },
    data: { password: pulumi.secret("hunter2 is no base64") } }, within);
if (step === "waiting") {
  new k8s.core.v1.ConfigMap("taken", { metadata: { namespace: "kube-system", name: "kube-root-ca.crt" } }, within);
  new k8s.apps.v1.Deployment("stuck", workload("stuck", privileged), { ...within, customTimeouts: { create: "4s" } });
  new k8s.apps.v1.Deployment("skipped", workload("skipped", privileged, { "pulumi.com/skipAwait": "true" }), within);
  new k8s.apiextensions.CustomResource("unknown",
    { apiVersion: "nowhere.example/v1", kind: "Thing", metadata: { namespace, name: "thing" } },
    { ...within, customTimeouts: { create: "4s" } });
}
if (step === "recovered") {
  new k8s.apps.v1.Deployment("stuck", workload("stuck", {}), within);
  new k8s.apps.v1.Deployment("skipped", workload("skipped", {}), within);
}
if (step === "list") new k8s.core.v1.ConfigMapList("list", { items: [] });
`;

describeWithTools("Kubernetes provider: refusals and failures", function () {
  this.timeout(120_000);
  let run: ProviderProject;
  let output: string;
  before(async () => {
    run = await ProviderProject.create(PROGRAM);
    await run.up("nothing");
  });
  after(() => run?.close());

  const refusal = (type: string, name: string, reason: string): RegExp =>
    new RegExp(
      `resource "urn:pulumi:dev::test::kubernetes:${type}::${name}" was not successfully created by the Kubernetes API server: ${reason}`,
    );
  const POD_SECURITY = 'pods "pod" is forbidden: violates PodSecurity "baseline:[^"]+": privileged \\(container "app"';
  const INVALID = 'Service "Bad_Name" is invalid: \\[metadata.name: Invalid value: "Bad_Name"';

  it("shows in preview what the API server will refuse, and no secret", async () => {
    // One at a time: the first refusal ends a preview, whatever else is under way.
    assert.match(await run.failing(["preview"], "pod"), refusal("core/v1:Pod", "pod", POD_SECURITY));
    const preview = await run.failing(["preview"], "secret");
    assert.match(preview, refusal("core/v1:Secret", "undecodable", ".*illegal base64"));
    assert.doesNotMatch(preview, /hunter2/);
  });

  describe("in one update", () => {
    before(async () => {
      output = await run.failing(["up", "--yes", "--skip-preview", "--continue-on-error"], "waiting");
    });

    it("refuses what Pod Security refuses", () => assert.match(output, refusal("core/v1:Pod", "pod", POD_SECURITY)));

    it("refuses an invalid object, with every reason of the API server", () => {
      assert.match(output, refusal("core/v1:Service", "invalid", INVALID));
      assert.match(output, /spec\.ports\[0\]\.port: Invalid value: 99999: must be between 1 and 65535, inclusive/);
    });

    it("refuses data that is no base64, without showing it", () => {
      assert.match(output, refusal("core/v1:Secret", "undecodable", ".*illegal base64"));
      assert.doesNotMatch(output, /hunter2/);
    });

    it("refuses an object that exists, and says what can be done", () => {
      assert.match(output, refusal("core/v1:ConfigMap", "taken", 'configmaps "kube-root-ca.crt" already exists'));
      assert.match(output, /The resource already exists in the cluster\. This can happen when:/);
      assert.match(output, /Adopting a resource into Pulumi: use `pulumi import`/);
    });

    it("tries an unknown kind again, since its definition may come, then names it", () => {
      assert.match(output, /Retry #1; creation failed: no matches for kind "Thing" in version "nowhere\.example\/v1"/);
      assert.match(
        output,
        /creation of resource "urn:pulumi:dev::test::kubernetes:nowhere\.example\/v1:Thing::unknown" with kind nowhere\.example\/v1\/Thing failed because the Kubernetes API server reported that the apiVersion for this resource does not exist\. Verify that any required CRDs have been created: no matches for kind "Thing"/,
      );
    });

    it("waits for a Deployment no longer than customTimeouts, and says why it is not ready", () => {
      assert.match(
        output,
        /resource "[^"]+::stuck" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: Deployment 'stuck' timed out after 4 s waiting to be ready\n\s+\* \[FailedCreate\] pods "stuck-[^"]+" is forbidden: violates PodSecurity/,
      );
    });

    it("hands on the API server's warning", () =>
      assert.match(output, /warning: would violate PodSecurity "restricted:[^"]+": privileged/));

    it("does not wait where pulumi.com/skipAwait says so", () =>
      assert.ok(finishedSteps(output).includes("+ kubernetes:apps/v1:Deployment skipped created")));

    it("keeps what exists in the state, and nothing else", async () => {
      const stored = (await run.resources()).filter(({ type }) => type.startsWith("kubernetes:"));
      assert.deepEqual(stored.map(({ urn }) => urn.split("::").at(-1)).sort(), ["ns", "skipped", "stuck"]);
      const stuck = await run.stored("stuck");
      assert.equal(stuck.id, "refusals/stuck");
      assert.match(stuck.initErrors?.join("\n") ?? "", /timed out after 4 s/);
    });

    it("tells on refresh that it still is not ready", async () => {
      const refreshed = await run.project.run(["refresh", "--yes", "--skip-preview"], { STEP: "waiting" });
      assert.match(refreshed.output, /stuck[\s\S]*\[FailedCreate\] pods/);
      assert.ok(((await run.stored("stuck")).initErrors ?? []).length > 0);
    });

    it("recovers by an update when the program is put right", async () => {
      const { output: recovered } = await run.up("recovered");
      assert.match(recovered, /Deployment stuck updated/);
      assert.equal((await run.stored("stuck")).initErrors, undefined);
    });
  });

  it("refuses a list", async () => {
    assert.match(
      await run.failing(["preview"], "list"),
      /list resources exist for compatibility .* cannot be created directly/,
    );
  });
});
