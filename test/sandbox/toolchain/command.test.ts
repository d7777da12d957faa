import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { beginEntry, finishEntry, officialEntry } from "../../../sandbox/toolchain/cache.js";
import { PROGRAMS, resolveToolchain } from "../../../sandbox/toolchain/index.js";
import { allowsOfficialRelease, findOfficialRelease } from "../../../sandbox/toolchain/official-release.js";
import { MODULES } from "../../../sandbox/toolchain/pinned-module.js";
import { planToolchain } from "../../../sandbox/toolchain/plan.js";
import { FakeMachine } from "./fake-machine.js";

const MAIN = resolve(__dirname, "../../../cli/main.js");

describe("rampart toolchain", () => {
  let machine: FakeMachine;
  beforeEach(() => {
    machine = new FakeMachine();
  });
  afterEach(() => machine.remove());

  const rampart = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [MAIN, "toolchain", ...args], { env: machine.env, encoding: "utf8" });

  it("says what would be built, and builds nothing", () => {
    const { status, stdout } = rampart();
    assert.equal(status, 0);
    for (const program of PROGRAMS) assert.match(stdout, new RegExp(`^${program} .*would be built$`, "m"));
    assert.match(stdout, /^Build it now: rampart toolchain build\./m);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
    assert.deepEqual(machine.builds, []);
    assert.equal(existsSync(machine.cache), false);
  });

  it("names version, source, path and reason of every program", () => {
    for (const program of PROGRAMS) machine.program(join("own", program), "1.2.3");
    machine.env.RAMPART_TOOLCHAIN_DIR = join(machine.root, "own");
    const { status, stdout } = rampart();
    assert.equal(status, 0);
    for (const program of PROGRAMS) {
      assert.match(stdout, new RegExp(`^${program} +1\\.2\\.3 +folder\n  .*/own/${program}\n  from RAMPART_`, "m"));
    }
  });

  it("removes what it has put into the cache, and nothing else", async () => {
    await resolveToolchain(machine.options);
    machine.write("cache/of-somebody-else", "");
    const { status, stdout } = rampart("clean");
    assert.equal(status, 0);
    assert.match(stdout, /^Freed \d+ MB:\n {2}.*cache\/toolchain$/m);
    assert.match(stdout, /go clean -cache -modcache/);
    assert.equal(existsSync(join(machine.cache, "toolchain")), false);
    assert.equal(existsSync(join(machine.cache, "of-somebody-else")), true);
    assert.match(rampart("clean").stdout, /^There was nothing to remove\./);
  });

  it("ends with exit code 2 and no stack trace at wrong use and without Go", () => {
    machine.remove("bin/go");
    for (const args of [["bild"], ["build"]]) {
      const { status, stderr } = rampart(...args);
      assert.equal(status, 2, args.join(" "));
      assert.doesNotMatch(stderr, /^ +at /m);
    }
  });

  it("uses an official release that was downloaded before, except in CI and with RAMPART_PLUGINS=own", async () => {
    const { version } = await import("@pulumi/pulumi/version.js");
    const folder = beginEntry(machine.cache, officialEntry(version));
    machine.program(join("cache", "toolchain", folder.split("/").at(-1) ?? "", "bin", "pulumi"), version);
    await finishEntry(machine.cache, officialEntry(version), folder, { pulumi: "bin/pulumi" });
    assert.equal(findOfficialRelease(machine.cache).pulumi?.version, version);
    const found = async (env: NodeJS.ProcessEnv) =>
      (await planToolchain({ ...machine.options, env: { ...machine.env, ...env } })).found.get("pulumi")?.reason;
    assert.match((await found({ RAMPART_PLUGINS: "auto" })) ?? "", /^the official release, from the cache/);
    assert.equal(await found({ RAMPART_PLUGINS: "auto", CI: "true" }), undefined);
    assert.equal(await found({}), undefined);
    assert.equal(allowsOfficialRelease({}), true);
  });

  it("finds the pinned modules of this package", () => {
    assert.ok(existsSync(join(MODULES, "kubernetes", "go.sum")));
  });
});
