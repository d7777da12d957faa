import assert from "node:assert/strict";
import { describeWithTools } from "../../../support/tiers.js";
import { processesOf, until } from "../nodejs/project-processes.js";
import { finishedSteps, ProviderProject } from "./provider-project.js";

const PROGRAM = `
const copy = process.env.OTHER_KUBECONFIG ?? process.env.KUBECONFIG;
const elsewhere = { provider: step === "elsewhere" ? new k8s.Provider("elsewhere", { kubeconfig: copy }) : undefined };
const text = "apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: text\\n";
const PARTS = {
  release: () => new k8s.helm.v3.Release("release", { chart: "nginx" }),
  chart: () => new k8s.helm.v4.Chart("chart", { chart: "nginx" }),
  group: () => new k8s.yaml.v2.ConfigGroup("group", { yaml: text }),
  file: () => new k8s.yaml.ConfigGroup("file", { yaml: text }),
  directory: () => new k8s.kustomize.v2.Directory("directory", { directory: "." }),
  upsert: () => new k8s.core.v1.ConfigMap("upsert", {},
    { provider: new k8s.Provider("upserting", { upsertExistingObjects: true }) }),
  waitFor: () => new k8s.core.v1.ConfigMap("waiting", { metadata: { annotations: { "pulumi.com/waitFor": "condition=A" } } }),
  elsewhere: () => new k8s.core.v1.ConfigMap("elsewhere", {}, elsewhere),
};
if (step in PARTS) PARTS[step]();
if (step === "moved" || step === "unmoved") {
  const provider = new k8s.Provider("moving", { kubeconfig: copy, enableConfigMapMutable: true });
  new k8s.core.v1.ConfigMap("mutable", { metadata: { name: "mutable" }, data: { step } }, { provider });
}
if (step === "stuck") {
  const ns = new k8s.core.v1.Namespace("ns", { metadata: { name: "limits", labels: {
    "pod-security.kubernetes.io/enforce": "restricted" } } });
  new k8s.apps.v1.Deployment("stuck", { metadata: { namespace: ns.metadata.name, name: "stuck" }, spec: {
    selector: { matchLabels: { app: "a" } }, template: { metadata: { labels: { app: "a" } }, spec: {
      containers: [{ name: "app", image: "registry.example/app:1" }] } } } });
}
`;

const SCOPE = /is not supported by Rampart's own Kubernetes plugin; use the official one \(RAMPART_PLUGINS=official\)/;

describeWithTools("Kubernetes provider: limits", function () {
  this.timeout(120_000);
  let run: ProviderProject;
  before(async () => {
    run = await ProviderProject.create(PROGRAM);
  });
  after(() => run?.close());

  const UNSUPPORTED: readonly [step: string, named: RegExp][] = [
    ["release", /kubernetes:helm\.sh\/v3:Release/],
    ["chart", /kubernetes:helm\.sh\/v4:Chart/],
    ["group", /kubernetes:yaml\/v2:ConfigGroup/],
    ["file", /kubernetes:yaml:decode/],
    ["directory", /kubernetes:kustomize\/v2:Directory/],
    ["waitFor", /the annotation pulumi\.com\/waitFor/],
  ];
  for (const [step, named] of UNSUPPORTED)
    it(`says that ${step} is out of its scope`, async () => {
      const output = await run.failing(["preview"], step);
      assert.match(output, SCOPE);
      assert.match(output, named);
    });

  it("refuses a provider option that it would have to ignore", async () =>
    assert.match(await run.failing(["preview"], "upsert"), /upsertExistingObjects: not supported by Rampart's own/));

  it("reaches no cluster but the sandbox's", async () => {
    const kubeconfig = await run.kubeconfig();
    run.project.write({ "other.kubeconfig": kubeconfig.replace(/server: .*/, "server: https://192.0.2.1:6443") });
    const { code, output } = await run.project.run(["preview"], {
      STEP: "elsewhere",
      OTHER_KUBECONFIG: "other.kubeconfig",
    });
    assert.notEqual(code, 0);
    assert.match(
      output,
      /the sandbox reaches no other cluster than its own: https:\/\/127\.0\.0\.1:\d+ is allowed, https:\/\/192\.0\.2\.1:6443 was asked for/,
    );
  });

  it("keeps objects when the same cluster is reached by another kubeconfig, and changes data in place if told to", async () => {
    await run.up("unmoved");
    run.project.write({ "same.kubeconfig": `${await run.kubeconfig()}\n` });
    const { output } = await run.up("moved", { OTHER_KUBECONFIG: `${run.project.directory}/same.kubeconfig` });
    assert.deepEqual(finishedSteps(output).sort(), [
      "~ kubernetes:core/v1:ConfigMap mutable updated",
      "~ pulumi:providers:kubernetes moving updated",
    ]);
  });

  it("ends on Ctrl-C while it waits: the state is whole, and no process is left", async () => {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const ended = run.project.run(["up", "--yes", "--skip-preview"], { STEP: "stuck" }, (by) => {
      kill = by;
    });
    while (!(await run.exists("/apis/apps/v1/namespaces/limits/deployments/stuck"))) {
      await new Promise((done) => setTimeout(done, 50));
    }
    kill("SIGINT");
    const { code, output } = await ended;
    assert.notEqual(code, 0);
    assert.match(output, /Resource operation was cancelled for 'stuck'/);
    const deployment = (await run.project.deployment()) as { pending_operations?: unknown[] };
    assert.deepEqual(deployment.pending_operations ?? [], []);
    assert.match((await run.stored("stuck")).initErrors?.join() ?? "", /was cancelled/);
    await until(() => processesOf(run.project).length === 0);
    await run.project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal(await run.exists("/api/v1/namespaces/limits"), false);
  });
});
