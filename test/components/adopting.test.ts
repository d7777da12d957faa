import assert from "node:assert/strict";
import { adopting, HardenedDeployment } from "../../components/index.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { recordResources } from "../support/recorded-resources.js";
import { describeWithTools } from "../support/tiers.js";

const NAMESPACE = "adopting";

/** Objects in a component of the program's own, with names that Pulumi made, and then in ours. */
const PROGRAM = `
const kubernetes = require("@pulumi/kubernetes"), pulumi = require("@pulumi/pulumi");
const { adopting, HardenedDeployment } = require(${JSON.stringify(REPOSITORY)});
const { STEP, DEPLOYMENT: deploymentName, SERVICE: serviceName } = process.env;
const urn = (type, name) => "urn:pulumi:dev::test::own:index:App$kubernetes:" + type + "::" + name;
const labels = { app: "web" };
const namespace = "${NAMESPACE}";
if (STEP === "plain") {
  const parent = new pulumi.ComponentResource("own:index:App", "app");
  const image = "registry.example/web:1.0.0";
  new kubernetes.apps.v1.Deployment("web", { metadata: { namespace }, spec: {
    replicas: 2, selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "app", image }] } },
  } }, { parent });
  new kubernetes.core.v1.Service("web-address", { metadata: { namespace }, spec: {
    selector: labels, ports: [{ port: 80, targetPort: 8080 }],
  } }, { parent });
} else new HardenedDeployment("web", {
  namespace, deploymentName, serviceName, image: "registry.example/web:1.0.1", port: 8080, servicePort: 80, selector: labels,
}, { transforms: [adopting({
  "web-deployment": urn("apps/v1:Deployment", "web"), "web-service": urn("core/v1:Service", "web-address"),
})] });
`;

interface Stored {
  readonly type: string;
  readonly id: string;
  readonly outputs: { readonly metadata: { readonly name: string; readonly uid: string } };
}

describe("adopting", () => {
  it("refuses to take over nothing, or something without a name", () => {
    assert.throws(() => adopting({}), /^Error: adopting: must name at least one child, got none$/);
    assert.throws(
      () => adopting({ "web-service": "" }),
      /^Error: adopting\["web-service"\]: must be the name or the URN/,
    );
  });

  it("leaves the children of a Deployment with labels of its own found by these, and its pods by the usual one too", async () => {
    const args = { namespace: "shop", image: "registry.example/web:1.0.0", port: 8080, selector: { app: "web" } };
    const made = await recordResources(() => new HardenedDeployment("web", args));
    const inputs = (name: string) => made.find((resource) => resource.name === name)?.inputs.spec;
    const { selector, template } = inputs("web-deployment");
    const { labelSelector } = template.spec.topologySpreadConstraints[0];
    const found = [
      selector,
      inputs("web-isolation").podSelector,
      inputs("web-disruption-budget").selector,
      labelSelector,
    ];
    for (const one of found) assert.deepEqual(one, { matchLabels: { app: "web" } });
    assert.deepEqual(inputs("web-service").selector, { app: "web" });
    assert.deepEqual(template.metadata.labels, { app: "web", "app.kubernetes.io/name": "web" });
  });
});

describeWithTools("adopting on the real engine", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let project: EngineProject;
  const path = `/api/v1/namespaces/${NAMESPACE}`;

  before(async () => {
    cluster = await sharedCluster();
    // What a cluster without a stricter default has.
    const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } };
    await cluster.api.json("POST", "/api/v1/namespaces", namespace);
    project = await EngineProject.create({ "index.js": PROGRAM }, cluster.kubeconfig);
  });
  after(async () => {
    await cluster?.api.send("DELETE", path);
    project?.close();
  });

  const objects = async (): Promise<Readonly<Record<string, Stored["outputs"]["metadata"]>>> => {
    const { resources = [] } = await project.deployment();
    return Object.fromEntries(
      (resources as unknown as Stored[])
        .filter(({ type }) => /:(?:Deployment|Service)$/.test(type))
        .map(({ type, outputs: { metadata } }) => [type, { name: metadata.name, uid: metadata.uid }]),
    );
  };

  it("takes over objects with generated names from another component, by their URNs", async () => {
    await project.succeed(["up", "--yes", "--skip-preview"], { STEP: "plain" });
    await project.succeed(["state", "protect", "--all", "--yes"]);
    const before = await objects();
    assert.match(before["kubernetes:apps/v1:Deployment"]?.name ?? "", /^web-.+/);
    const names = {
      DEPLOYMENT: before["kubernetes:apps/v1:Deployment"]?.name ?? "",
      SERVICE: before["kubernetes:core/v1:Service"]?.name ?? "",
    };
    // The component that was theirs goes, with nothing in it.
    await project.succeed(["state", "unprotect", "urn:pulumi:dev::test::own:index:App::app", "--yes"]);
    await project.succeed(["up", "--yes", "--skip-preview"], names);
    assert.deepEqual(await objects(), before);
    await project.succeed(["preview", "--expect-no-changes"], names);
  });
});
