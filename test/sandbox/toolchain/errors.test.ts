import assert from "node:assert/strict";
import { join } from "node:path";
import { checkSpace } from "../../../sandbox/toolchain/disk-space.js";
import { PROGRAMS, resolveToolchain, ToolchainError } from "../../../sandbox/toolchain/index.js";
import { FakeMachine } from "./fake-machine.js";

describe("toolchain: what people are told when it cannot be had", () => {
  const machines: FakeMachine[] = [];
  const fake = (...args: ConstructorParameters<typeof FakeMachine>): FakeMachine => {
    const machine = new FakeMachine(...args);
    machines.push(machine);
    return machine;
  };
  afterEach(() => {
    for (const machine of machines.splice(0)) machine.remove();
  });

  const refusal = async (machine: FakeMachine, env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const error = await resolveToolchain({ ...machine.options, env: { ...machine.env, ...env } }).then(
      () => assert.fail("it must be refused"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ToolchainError, String(error));
    return error.message;
  };

  it("names every missing program, the Go to install, and what works without", async () => {
    const message = await refusal(fake({ go: "" }));
    for (const program of PROGRAMS) assert.ok(message.includes(program));
    assert.match(message, /install Go 1\.26\.0 or newer/);
    assert.match(message, /RAMPART_TOOLCHAIN_DIR/);
    assert.match(message, /`rampart check`, works without/);
  });

  it("names the Go that was found and the one that is needed", async () => {
    const machine = fake({ go: "go1.25.9" });
    const message = await refusal(machine);
    assert.ok(message.includes(join(machine.bin, "go")));
    assert.match(message, /is go1\.25\.9; .* needs Go 1\.26\.0 or newer/);
    assert.deepEqual(machine.builds, []);
  });

  it("says that the Go on PATH does not work", async () => {
    const machine = fake();
    machine.script("bin/go", "#!/bin/sh\necho 'cannot find GOROOT' >&2\nexit 2\n");
    assert.match(await refusal(machine), /bin\/go does not work: cannot find GOROOT$/);
  });

  it("names the program that RAMPART_TOOLCHAIN_DIR lacks, or that does not run there", async () => {
    const machine = fake();
    const folder = join(machine.root, "own");
    for (const program of PROGRAMS) if (program !== "kwok") machine.program(join("own", program), "1.0.0");
    assert.match(await refusal(machine, { RAMPART_TOOLCHAIN_DIR: folder }), /kwok is missing there/);
    machine.write("own/kwok", "");
    assert.match(await refusal(machine, { RAMPART_TOOLCHAIN_DIR: folder }), /kwok is not an executable file there/);
    machine.script("own/kwok", "#!/bin/sh\nexit 1\n");
    assert.match(await refusal(machine, { RAMPART_TOOLCHAIN_DIR: folder }), /kwok there does not run/);
  });

  it("shows the compiler's last lines, what to do, and a log that holds all of them", async () => {
    const machine = fake();
    const output = Array.from({ length: 40 }, (_, line) => `compiler line ${line}`);
    machine.write("failure", `${output.join("\n")}\n`);
    const message = await refusal(machine);
    assert.match(message, /^Building pulumi 7\.8\.9 with go1\.26\.8 failed:$/m);
    assert.ok(message.includes("compiler line 39") && message.includes("compiler line 25"));
    assert.ok(!message.includes("compiler line 24"));
    assert.match(message, /Try again with: rampart toolchain build/);
    const log = /^Whole log: (.+)$/m.exec(message)?.[1] ?? "";
    const logged = machine.read(log.slice(machine.root.length + 1));
    for (const line of output) assert.ok(logged.includes(`${line}\n`), line);
    assert.deepEqual(machine.builds, ["pulumi"]);
    assert.deepEqual(machine.entries, ["pulumi.log"]);
  });

  const advices: [string, string, RegExp][] = [
    ["a full disk", "write /x: no space left on device", /Free some disk space/],
    ["an unreachable proxy", "dial tcp: lookup proxy.example: no such host", /could not be downloaded.*GOPROXY/],
    ["a changed module", "verifying x: checksum mismatch", /not what was pinned/],
    ["too little memory", "compile: signal: killed", /ran out of memory/],
  ];
  for (const [what, line, advice] of advices)
    it(`knows what to do about ${what}`, async () => {
      const machine = fake();
      machine.write("failure", `${line}\n`);
      assert.match(await refusal(machine), advice);
    });

  it("does not keep a program without its stamped version", async () => {
    const machine = fake();
    machine.write("unstamped", "");
    assert.match(await refusal(machine), /pulumi was made to be 7\.8\.9, but says that it is 0\.0\.0/);
    machine.remove("unstamped");
    assert.equal((await resolveToolchain(machine.options)).pulumi.source, "built");
  });

  it("names a cache folder that cannot be written, and the variable that moves it", async () => {
    const machine = fake();
    machine.write("file", "");
    const message = await refusal(machine, { RAMPART_CACHE_DIR: join(machine.root, "file", "cache") });
    assert.match(message, /file\/cache cannot be written: .* Set RAMPART_CACHE_DIR/);
  });

  it("refuses a build that does not fit, with the sizes, the folders and how to move them", async () => {
    const { root } = fake();
    const needs = [
      { folder: join(root, "not", "yet", "there"), megabytes: 2300, movedBy: "GOMODCACHE" },
      { folder: root, megabytes: 600, movedBy: "RAMPART_CACHE_DIR" },
    ];
    const space = (megabytes: number) => checkSpace(needs, async () => megabytes);
    await space(2900);
    await assert.rejects(space(2899), (error: Error) => {
      assert.ok(error instanceof ToolchainError);
      assert.match(error.message, /needs 2\.9 GB of disk, and 2\.8 GB are free/);
      for (const { folder, movedBy } of needs) assert.ok(error.message.includes(`${folder} (moved by ${movedBy})`));
      return true;
    });
  });
});
