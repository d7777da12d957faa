import assert from "node:assert/strict";
import { join } from "node:path";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { ProviderProject } from "../../sandbox/plugins/kubernetes/provider-project.js";
import { REPOSITORY } from "../../support/command.js";
import { describeWithTools } from "../../support/tiers.js";

const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];

/** A Service with a node port, which a real provider and a real API server take. */
const PROGRAM = `
const { exempt } = require("${REPOSITORY}/dist/components/index.js");
const by = { policies: ["no-node-ports"], reason: "The balancer in front wants it.", owner: "team-net",
  expires: "${dayAfter(today(), 10)}" };
const space = new k8s.core.v1.Namespace("exempted", { metadata: { name: "exempted", labels: {
  "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "v1.37" } } });
const service = (name) => new k8s.core.v1.Service(name, {
  metadata: { namespace: space.metadata.name, name, annotations: { "pulumi.com/skipAwait": "true" } },
  spec: { type: "NodePort", ports: [{ port: 80 }], selector: { app: name } },
});
exempt(service("direct"), by);
exempt(space, { ...by, policies: ["require-default-deny", "require-limit-range", "require-resource-quota"] });
if (step === "refused") service("plain");
`;

describeWithTools("an exemption in code, with a provider", function () {
  this.timeout(180_000);
  let project: ProviderProject;
  before(async () => {
    project = await ProviderProject.create(PROGRAM);
  });
  after(() => project?.close());

  it("holds for a resource of a provider, and leaves it as it is", async () => {
    const { stdout } = await project.preview("", ...PACK);
    assert.match(stdout, /rampart-exempt {2}\(kubernetes:core\/v1:Service: direct\)/);
    assert.doesNotMatch(stdout, /mandatory/);
    const refused = await project.failing(["preview", ...PACK], "refused");
    assert.equal(refused.split("[mandatory]").length - 1, 1, refused);
    assert.match(refused, /no-node-ports {2}\(kubernetes:core\/v1:Service: plain\)/);
  });

  it("is in the state beside it, and a second up changes nothing", async () => {
    await project.project.succeed(["up", "--yes", "--skip-preview", ...PACK]);
    const again = await project.project.succeed(["up", "--yes", "--skip-preview", ...PACK]);
    assert.match(again.stdout, /Resources:\n +5 unchanged\n/);
    const { inputs } = await project.stored("direct");
    assert.deepEqual(Object.keys(inputs ?? {}).sort(), ["apiVersion", "kind", "metadata", "spec"]);
    assert.deepEqual((await project.stored("direct-Service-no-node-ports")).outputs, {
      ...{ targetType: "kubernetes:core/v1:Service", targetName: "direct" },
      ...{ policies: ["no-node-ports"], reason: "The balancer in front wants it.", owner: "team-net" },
      expires: dayAfter(today(), 10),
    });
  });
});
