import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installPlugins, PluginError, type PluginMode, pluginMode } from "../../../sandbox/plugins/index.js";
import { installOfficialKubernetes } from "../../../sandbox/plugins/official-kubernetes.js";
import { FakeInstallation, INSTALLS, KUBERNETES, pluginFolder } from "./fake-pulumi.js";

describe("RAMPART_PLUGINS", () => {
  it("is auto, official or own, and auto where it is not set", () => {
    assert.equal(pluginMode({}), "auto");
    for (const mode of ["auto", "official", "own"]) assert.equal(pluginMode({ RAMPART_PLUGINS: mode }), mode);
  });

  it("refuses any other value and names the allowed ones", () => {
    for (const value of ["", "Own", "both"])
      assert.throws(
        () => pluginMode({ RAMPART_PLUGINS: value }),
        new PluginError(`RAMPART_PLUGINS is "${value}"; allowed are auto, official, own.`),
      );
  });
});

describe("Choice of plugins", () => {
  let fake: FakeInstallation;
  const made: FakeInstallation[] = [];
  const before = process.env.PULUMI_HOME;
  afterEach(() => {
    for (const installation of made.splice(0)) installation.close();
    if (before === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = before;
  });

  function prepare(...of: ConstructorParameters<typeof FakeInstallation>): NodeJS.ProcessEnv {
    fake = new FakeInstallation(...of);
    made.push(fake);
    mkdirSync(fake.engineHome);
    process.env.PULUMI_HOME = fake.userHome;
    return { ...process.env, PULUMI_HOME: fake.engineHome };
  }

  function choose(mode: PluginMode, ...of: ConstructorParameters<typeof FakeInstallation>) {
    const environment = prepare(...of);
    return installPlugins(fake.pulumi, fake.engineHome, environment, mode);
  }

  const kubernetes = (): string =>
    readFileSync(join(pluginFolder(fake.engineHome), "pulumi-resource-kubernetes"), "utf8");
  const ownHost = (): boolean =>
    existsSync(join(fake.engineHome, "plugins", "language-nodejs-v0.0.0", "pulumi-language-nodejs"));

  for (const mode of ["auto", "official"] as const) {
    it(`${mode} takes the plugin of the user's cache, and only reads there`, async () => {
      const choice = await choose(mode, "fails", { cached: true });
      assert.equal(choice.kubernetes, "official");
      assert.match(choice.reason, new RegExp(`installed in ${pluginFolder(fake.userHome)}$`));
      assert.equal(kubernetes(), "ELF from the user's cache");
      await choose(mode, "fails", { cached: true });
      assert.equal(kubernetes(), "ELF from the user's cache");
    });

    it(`${mode} downloads exactly the version of the npm package into the sandbox's home`, async () => {
      const choice = await choose(mode, "works");
      assert.equal(choice.kubernetes, "official");
      assert.match(choice.reason, /it was downloaded$/);
      assert.equal(kubernetes(), "ELF from the network");
      assert.match(
        readFileSync(join(pluginFolder(fake.engineHome), "arguments"), "utf8"),
        new RegExp(`^plugin install resource kubernetes v${KUBERNETES} `),
      );
      assert.equal(existsSync(join(fake.userHome, "plugins")), false);
    });
  }

  it("does not download what the sandbox has", async () => {
    const environment = prepare("works");
    await installPlugins(fake.pulumi, fake.engineHome, environment, "auto");
    const again = await installPlugins("/no/such/pulumi", fake.engineHome, environment, "official").catch(String);
    assert.match(String(again), /ENOENT/);
    fake.write(fake.pulumi, `#!/bin/sh\n${INSTALLS.fails}\n`);
    const third = await installPlugins(fake.pulumi, fake.engineHome, environment, "official");
    assert.match(third.reason, /installed in the sandbox$/);
  });

  it("auto falls back to ours at the first refusal of the network, and says why", async () => {
    const choice = await choose("auto", "refused");
    assert.equal(choice.kubernetes, "own");
    assert.match(choice.reason, /cannot be downloaded: dial tcp: lookup get\.pulumi\.com: no such host$/);
    assert.match(kubernetes(), /pulumi-resource-kubernetes\.js/);
  });

  it("official is an error where the plugin cannot be had, with the reason and what to do", async () => {
    await assert.rejects(choose("official", "refused"), (error) => {
      assert.ok(error instanceof PluginError);
      assert.match(error.message, /no such host\. Install it where there is a network, or set RAMPART_PLUGINS=own\.$/);
      return true;
    });
    await assert.rejects(choose("official", "fails"), /error: the disk is full\./);
  });

  it("takes no plugin whose download is not complete, neither the user's nor its own", async () => {
    const environment = prepare("hangs", { cached: true });
    fake.write(`${pluginFolder(fake.userHome)}.partial`, "");
    mkdirSync(join(fake.engineHome, "plugins"));
    const attempt = await installOfficialKubernetes(fake.pulumi, fake.engineHome, environment, 300);
    assert.deepEqual(attempt, { installed: false, reason: "its download took more than 0.3 s" });
    assert.equal(existsSync(`${pluginFolder(fake.engineHome)}.partial`), false);
  });

  it("own asks nobody, and replaces an official plugin by ours and back", async () => {
    const environment = prepare("fails", { cached: true, languageHost: true });
    const choices: string[] = [];
    for (const mode of ["official", "own", "official"] as const) {
      await installPlugins(fake.pulumi, fake.engineHome, environment, mode);
      choices.push(kubernetes().slice(0, 3));
    }
    assert.deepEqual(choices, ["ELF", "#!/", "ELF"]);
    assert.equal(
      readFileSync(join(pluginFolder(fake.userHome), "pulumi-resource-kubernetes"), "utf8").slice(0, 3),
      "ELF",
    );
  });

  it("uses the language host of an official installation, and ours for every other", async () => {
    assert.equal((await choose("auto", "fails", { languageHost: true })).languageHost, "official");
    assert.equal(ownHost(), false);
    assert.equal((await choose("auto", "fails")).languageHost, "own");
    assert.equal(ownHost(), true);
    assert.deepEqual(await choose("own", "fails", { languageHost: true, cached: true }), {
      languageHost: "own",
      kubernetes: "own",
      reason: "RAMPART_PLUGINS=own",
    });
  });
});
