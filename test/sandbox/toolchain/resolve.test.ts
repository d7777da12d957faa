import assert from "node:assert/strict";
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { FAMILIES, programsOf } from "../../../sandbox/toolchain/catalogue.js";
import { PROGRAMS, resolveToolchain } from "../../../sandbox/toolchain/index.js";
import { planToolchain } from "../../../sandbox/toolchain/plan.js";
import { FakeMachine, PINNED } from "./fake-machine.js";

describe("toolchain: where programs come from", () => {
  let machine: FakeMachine;
  beforeEach(() => {
    machine = new FakeMachine();
  });
  afterEach(() => machine.remove());

  it("builds every family once, in order, and takes all of it from the cache afterwards", async () => {
    const built = await resolveToolchain(machine.options);
    assert.deepEqual(
      machine.builds,
      FAMILIES.map(({ name }) => name),
    );
    for (const program of PROGRAMS) {
      assert.equal(built[program].source, "built");
      assert.equal(built[program].version, PINNED);
      assert.match(built[program].reason, /^built from pinned modules with go1\.26\.8$/);
    }
    const cached = await resolveToolchain(machine.options);
    assert.equal(machine.builds.length, FAMILIES.length);
    for (const program of PROGRAMS) {
      assert.equal(cached[program].source, "cache");
      assert.equal(cached[program].path, built[program].path);
    }
  });

  it("prefers the folder to everything else, whatever its versions", async () => {
    for (const program of PROGRAMS) {
      machine.program(join("bin", program), PINNED);
      machine.program(join("own", program), "1.2.3");
    }
    const folder = join(machine.root, "own");
    const tools = await resolveToolchain({
      ...machine.options,
      env: { ...machine.env, RAMPART_TOOLCHAIN_DIR: folder },
    });
    for (const program of PROGRAMS)
      assert.deepEqual(
        [tools[program].source, tools[program].version, tools[program].path],
        ["folder", "1.2.3", join(folder, program)],
      );
    assert.deepEqual(machine.builds, []);
  });

  it("prefers PATH to building, where the minor version is the pinned one", async () => {
    machine.program("bin/etcd", "7.8.1");
    machine.program("bin/kwok", "7.7.9");
    machine.script("bin/kube-scheduler", "#!/bin/sh\nexit 1\n");
    const tools = await resolveToolchain(machine.options);
    assert.deepEqual([tools.etcd.source, tools.etcd.version], ["path", "7.8.1"]);
    assert.equal(tools.kwok.source, "built");
    assert.match(tools.kwok.reason, /; the one on PATH is 7\.7\.9, 7\.8 is needed$/);
    assert.equal(tools["kube-scheduler"].source, "built");
    assert.match(tools["kube-scheduler"].reason, /; the one on PATH does not run$/);
    assert.deepEqual(machine.builds, ["pulumi", "kubernetes", "kwok"]);
  });

  it("takes pulumi from PATH only as a whole official installation", async () => {
    const auto = { ...machine.options, env: { ...machine.env, RAMPART_PLUGINS: "auto", CI: "true" } };
    machine.program("bin/pulumi", "7.1.0");
    const alone = await planToolchain(auto);
    assert.equal(alone.found.has("pulumi"), false);
    assert.match(alone.rejected.get("pulumi") ?? "", /no language host/);

    machine.program("bin/pulumi-language-nodejs", "7.1.0");
    const whole = await planToolchain(auto);
    assert.deepEqual(
      [whole.found.get("pulumi")?.source, whole.found.get("pulumi")?.reason],
      ["path", "the official installation on PATH"],
    );
    const own = await planToolchain(machine.options);
    assert.equal(own.found.has("pulumi"), false);
    assert.match(own.rejected.get("pulumi") ?? "", /RAMPART_PLUGINS=own/);
  });

  it("uses what any Go has built where there is no Go any more", async () => {
    await resolveToolchain(machine.options);
    machine.remove("bin/go");
    assert.equal((await resolveToolchain(machine.options)).etcd.source, "cache");
  });

  it("builds a family again when its go.mod changes, and another Go builds all of them", async () => {
    await resolveToolchain(machine.options);
    const etcd = FAMILIES.find(({ name }) => name === "etcd");
    assert.ok(etcd);
    machine.pin("etcd", etcd.module, "7.8.10");
    const tools = await resolveToolchain(machine.options);
    assert.deepEqual(machine.builds.slice(FAMILIES.length), ["etcd"]);
    assert.equal(tools.etcd.version, "7.8.10");
    machine.installGo("go1.27.0");
    await resolveToolchain(machine.options);
    assert.equal(machine.builds.length, 2 * FAMILIES.length + 1);
  });

  it("builds a family again when one of its programs is truncated", async () => {
    const { path } = (await resolveToolchain(machine.options))["kube-scheduler"];
    const whole = readFileSync(path, "utf8");
    truncateSync(path, 5);
    const again = await resolveToolchain(machine.options);
    assert.deepEqual(machine.builds.slice(FAMILIES.length), ["kubernetes"]);
    assert.equal(again["kube-scheduler"].path, path);
    assert.equal(readFileSync(path, "utf8"), whole);
  });

  it("builds with fixed flags, and leaves the user's proxy and checksum settings alone", async () => {
    const users = { GOPROXY: "https://proxy.example", GONOSUMDB: "example.com", GOFLAGS: "-insecure", GOOS: "plan9" };
    await resolveToolchain({ ...machine.options, env: { ...machine.env, ...users } });
    const environment = machine.read("environment").split("\n");
    for (const line of [
      "CGO_ENABLED=0",
      "GOTOOLCHAIN=local",
      "GOFLAGS=-mod=readonly -buildvcs=false",
      "GOPROXY=https://proxy.example",
      "GONOSUMDB=example.com",
    ])
      assert.ok(environment.includes(line), line);
    assert.equal(
      environment.some((line) => line.startsWith("GOOS=")),
      false,
    );
    assert.match(machine.read("arguments"), /^build -v -trimpath -ldflags -s -w -o /);
  });

  it("says what it builds before it starts, and counts the compiled packages", async () => {
    await resolveToolchain(machine.options);
    const [announcement = ""] = machine.lines;
    for (const program of PROGRAMS) assert.ok(announcement.includes(program));
    assert.match(announcement, /about \d+ min on 2 cores, [\d.]+ GB of disk and [\d.]+ GB in Go's caches/);
    const compiling = machine.states.filter(({ phase, step }) => phase === "compiling" && step === 1);
    assert.deepEqual(
      compiling.map(({ done, total, steps }) => [done, total, steps]),
      [
        [0, 2, FAMILIES.length],
        [1, 2, FAMILIES.length],
      ],
    );
  });

  it("knows one family for every program", () => {
    assert.deepEqual(FAMILIES.flatMap(programsOf).sort(), [...PROGRAMS].sort());
  });
});
