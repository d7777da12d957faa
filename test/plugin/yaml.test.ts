import assert from "node:assert/strict";
import { join } from "node:path";
import { objectName } from "../../components/baseline/admission/objects.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { sharedCluster } from "../support/cluster.js";
import { REPOSITORY } from "../support/command.js";
import type { EngineProject } from "../support/engine-project.js";
import { describeWithOracle } from "../support/tiers.js";
import { yamlProject } from "../support/yaml-project.js";

const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];
const IMAGE = `registry.example/shop/web:1.4.2@sha256:${"0".repeat(64)}`;
const PROGRAM = `
resources:
  baseline:
    type: rampart:ClusterBaseline
    properties:
      mode: enforce
      adoptSystemNamespaces: false
      namespaces:
        billing: { contact: billing-team@example.com }
  orders:
    type: rampart:HardenedNamespace
    properties:
      contact: \${contact}
  web:
    type: rampart:HardenedDeployment
    properties:
      namespace: \${orders.namespaceName}
      image: ${IMAGE}
      port: 8080
config:
  contact: { type: string, default: orders-team@example.com }
outputs:
  namespaces: \${baseline.namespaceNames}
  orders: \${orders.namespaceName}
`;

describeWithOracle("pulumi-yaml", "a program in Pulumi YAML", function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let project: EngineProject;

  before(async () => {
    cluster = await sharedCluster();
    project = await yamlProject(PROGRAM, { kubeconfig: cluster.kubeconfig });
  });
  after(() => project?.close());

  it("makes the baseline and a workload in it on the real API server, under the policy pack", async () => {
    const { output } = await project.succeed(["up", "--yes", "--skip-preview", ...PACK]);
    assert.doesNotMatch(output, /\[mandatory\]/);
    const outputs = JSON.parse((await project.succeed(["stack", "output", "--json"])).stdout);
    assert.deepEqual(outputs, { namespaces: ["billing"], orders: "orders" });
    for (const path of [
      "/api/v1/namespaces/billing",
      "/apis/networking.k8s.io/v1/namespaces/orders/networkpolicies/default-deny",
      "/apis/apps/v1/namespaces/orders/deployments/web",
      `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${objectName("no-latest-images")}`,
    ])
      assert.equal((await cluster.api.send("GET", path)).status, 200, path);
  });

  it("changes nothing when it runs again", async () => {
    const { code, output } = await project.run(["preview", "--expect-no-changes", ...PACK]);
    assert.equal(code, 0, output);
  });

  it("gives children the names that they have in TypeScript", async () => {
    const urns = (await project.deployment()).resources?.map(({ urn }) => String(urn)) ?? [];
    for (const name of [
      "rampart:index:HardenedNamespace$kubernetes:core/v1:Namespace::orders-namespace",
      "rampart:index:HardenedDeployment$kubernetes:apps/v1:Deployment::web-deployment",
      "rampart:index:ClusterBaseline$rampart:index:HardenedNamespace$kubernetes:core/v1:Namespace::baseline-billing-namespace",
    ])
      assert.ok(urns.includes(`urn:pulumi:dev::test::${name}`), name);
  });

  it("goes again", async () => {
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal((await cluster.api.send("GET", "/api/v1/namespaces/orders")).status, 404);
  });
});
