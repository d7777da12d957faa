import assert from "node:assert/strict";
import { lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createEngine, type Engine } from "../../sandbox/engine.js";
import type { PluginMode } from "../../sandbox/plugins/index.js";
import type { ResolvedProgram } from "../../sandbox/toolchain/index.js";
import { FakeInstallation } from "./plugins/fake-pulumi.js";

const FOREIGN = {
  PULUMI_ACCESS_TOKEN: "pul-token",
  PULUMI_BACKEND_URL: "https://example.com",
  PULUMI_STACK: "production",
  KUBECONFIG: "/home/user/.kube/config",
  KUBERNETES_SERVICE_HOST: "10.0.0.1",
  AWS_PROFILE: "production",
};
const KEPT = { HTTPS_PROXY: "http://proxy:3128", npm_config_registry: "https://registry.example.com" };

describe("Engine of the sandbox", () => {
  let fake: FakeInstallation;
  const saved = { ...process.env };
  beforeEach(() => {
    fake = new FakeInstallation("fails", { languageHost: true });
    Object.assign(process.env, FOREIGN, KEPT, { PULUMI_HOME: fake.userHome });
  });
  afterEach(() => {
    fake.close();
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  });

  function create(plugins: PluginMode, kubeconfig?: string): Promise<Engine> {
    const pulumi: ResolvedProgram = {
      program: "pulumi",
      path: fake.pulumi,
      version: "3.259.0",
      source: "path",
      reason: "a stand-in",
    };
    return createEngine({ pulumi }, fake.engine, kubeconfig, { plugins });
  }

  it("sees nothing of the user's backend, clusters and accounts, but keeps proxies and npm settings", async () => {
    const { env } = await create("own");
    for (const [name, value] of Object.entries(FOREIGN)) assert.notEqual(env[name], value, name);
    for (const [name, value] of Object.entries(KEPT)) assert.equal(env[name], value);
    assert.equal(env.PULUMI_HOME, fake.engineHome);
    assert.match(env.PULUMI_BACKEND_URL ?? "", new RegExp(`^file://.*${fake.engine}`));
    assert.equal(env.PULUMI_IGNORE_AMBIENT_PLUGINS, "true");
  });

  it("gives stacks the cluster that it is told, and without one a kubeconfig that knows none", async () => {
    assert.equal((await create("own", "/sandbox/kubeconfig")).env.KUBECONFIG, "/sandbox/kubeconfig");
    const { env } = await create("own");
    assert.match(readFileSync(env.KUBECONFIG ?? "", "utf8"), /clusters: \[\]/);
  });

  it("is the same engine when it is made again", async () => {
    const first = await create("own");
    assert.deepEqual(await create("own"), first);
  });

  it("keeps its folders private", async () => {
    await create("own");
    for (const folder of ["bin", "pulumi-home", "state"])
      assert.equal(statSync(join(fake.engine, folder)).mode & 0o077, 0, folder);
  });

  it("links pulumi, but copies an official one away from its language host when that one must not be used", async () => {
    const { pulumi } = await create("auto");
    assert.equal(lstatSync(pulumi).isSymbolicLink(), true);
    await create("own");
    assert.equal(lstatSync(pulumi).isSymbolicLink(), false);
    assert.equal(readFileSync(pulumi, "utf8"), readFileSync(fake.pulumi, "utf8"));
  });

  it("reads the choice from RAMPART_PLUGINS", async () => {
    process.env.RAMPART_PLUGINS = "ours";
    await assert.rejects(
      createEngine(
        { pulumi: { program: "pulumi", path: fake.pulumi, version: "", source: "path", reason: "" } },
        fake.engine,
      ),
      /^PluginError: RAMPART_PLUGINS is "ours"; allowed are auto, official, own\.$/,
    );
  });
});
