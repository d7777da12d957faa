import assert from "node:assert/strict";
import { resolve } from "node:path";
import { EngineProject } from "../support/engine-project.js";
import { describeWithTools } from "../support/tiers.js";
import { COMPLIANT_POD } from "./pods.js";

const PACK = resolve(__dirname, "../../../policy-pack");

/**
 * A component with the token of a Pod: the engine hands its arguments to the pack as it does a Pod's, and no provider
 * has to be there.
 */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const privileged = new pulumi.Config().getBoolean("privileged") ?? false;
const pod = ${JSON.stringify(COMPLIANT_POD)};
const container = {
  ...pod.containers[0],
  name: "shell",
  securityContext: { ...pod.containers[0].securityContext, privileged },
  env: [{ name: "LEVEL", value: pulumi.secret("s3cr3t-value") }],
};
new pulumi.ComponentResource("kubernetes:core/v1:Pod", "shell", {
  metadata: { namespace: "shop" },
  spec: { ...pod, containers: [container] },
});
`;

describeWithTools("pulumi preview --policy-pack policy-pack", () => {
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({ "index.js": PROGRAM });
  });
  after(() => project?.close());

  it("accepts a hardened pod", async () => {
    const { output } = await project.succeed(["preview", "--policy-pack", PACK]);
    assert.match(output, /rampart/);
    assert.doesNotMatch(output, /mandatory|advisory/);
  });

  it("NSA-POD-10: refuses a privileged pod, and says once which container, which field and what to do", async () => {
    const run = await project.run(["preview", "--policy-pack", PACK, "--config", "privileged=true"]);
    assert.notEqual(run.code, 0);
    assert.match(run.output, /\[mandatory\].*no-privileged-containers/);
    const message =
      'container "shell" must not set securityContext.privileged=true (spec.containers[0]). Fix: remove securityContext.privileged.';
    assert.equal(run.stdout.split(message).length - 1, 1, run.output);
    assert.doesNotMatch(run.output, /s3cr3t-value/);
  });
});
