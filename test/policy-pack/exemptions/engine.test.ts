import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { COMPLIANT_POD } from "../pods.js";

const PACK = resolve(REPOSITORY, "policy-pack");
const EXPIRES = dayAfter(today(), 20);
const ENDED = dayAfter(today(), -3);
const POLICY = "no-host-namespaces";

const exemption = (name: string, expires = EXPIRES) => ({
  policies: [POLICY],
  match: { name },
  reason: `reason of ${name}`,
  owner: "team-shop",
  expires,
});
const { match: _, ...inCode } = exemption("code");

/** Components with the token of a Pod: no provider has to be there. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { exempt } = require("${REPOSITORY}/dist/components/index.js");
const hostPid = (name, metadata = {}, opts) => new pulumi.ComponentResource("kubernetes:core/v1:Pod", name, {
  metadata: { name, namespace: "shop", ...metadata },
  spec: { ...${JSON.stringify(COMPLIANT_POD)}, hostPID: true },
}, opts);
class Agent extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Agent", name);
    hostPid(name + "-pod", {}, { parent: this });
    this.registerOutputs({});
  }
}
const config = new pulumi.Config();
const inCode = { ...${JSON.stringify(inCode)}, expires: config.get("expires") ?? "${EXPIRES}" };
exempt(hostPid("code"), inCode);
exempt(new Agent("agent"), inCode);
hostPid("annotated", { annotations: {
  "rampart.dev/exempt-${POLICY}": "expires=" + inCode.expires + "; owner=team-shop; reason=reason of annotated",
} });
hostPid("configured");
hostPid("filed");
if (config.getBoolean("plain")) hostPid("plain");
`;

describeWithTools("exemptions in the engine", () => {
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({
      "index.js": PROGRAM,
      "exemptions.json": JSON.stringify({ exemptions: [exemption("filed")] }),
      "broken.yaml":
        "exemptions:\n  - policies: [no-host-namespaces]\n    match: {name: filed}\n    expires: 31.12.2026\n",
      "strict.yaml": `neverExempt: [${POLICY}]\n`,
    });
  });
  after(() => project?.close());

  const preview = (file: string, expires = EXPIRES, ...options: readonly string[]) =>
    project.run(["preview", "--policy-pack", PACK, "--config", `expires=${expires}`, ...options], {
      RAMPART_EXEMPTIONS: join(project.directory, file),
      // As the official language host starts a pack.
      PULUMI_CONFIG: JSON.stringify({ "rampart:exemptions": JSON.stringify([exemption("configured", expires)]) }),
    });

  it("lets a violation of each channel through, and shows who answers for it", async () => {
    const run = await preview("exemptions.json");
    console.log(run.output);
    assert.equal(run.code, 0, run.output);
  });

  it("still refuses what is exempt nowhere", async () => {
    const run = await preview("exemptions.json", EXPIRES, "--config", "plain=true");
    console.log(run.output);
    assert.equal(run.code, 1, run.output);
  });
  it("brings violations back", async () => {
    const run = await preview("exemptions.json", ENDED);
    console.log(run.output);
  });
  it("forbids", async () => {
    const run = await preview("strict.yaml");
    console.log(run.output);
  });
  it("breaks", async () => {
    const run = await preview("broken.yaml");
    console.log(run.output);
  });
});
