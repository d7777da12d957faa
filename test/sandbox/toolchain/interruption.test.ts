import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FAMILIES } from "../../../sandbox/toolchain/catalogue.js";
import { resolveToolchain } from "../../../sandbox/toolchain/index.js";
import { FakeMachine } from "./fake-machine.js";

const TOOLCHAIN = resolve(__dirname, "../../../sandbox/toolchain/index.js");
const PROGRAM = `require(process.argv[1]).resolveToolchain({ modules: process.argv[2] }).then(
  (tools) => console.log(tools.kwok.source),
  (error) => { console.error(error.message); process.exitCode = 2; },
);`;

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  readonly stderr: () => string;
}

describe("toolchain: several runs, and runs that are ended", () => {
  let machine: FakeMachine;
  const runs: Run[] = [];
  beforeEach(() => {
    machine = new FakeMachine();
  });
  afterEach(async () => {
    machine.remove("hang");
    for (const { child } of runs) child.kill("SIGKILL");
    await Promise.all(runs.splice(0).map(({ ended }) => ended));
    machine.remove();
  });

  const run = (): Run => {
    const child = spawn(process.execPath, ["-e", PROGRAM, TOOLCHAIN, machine.modules], {
      env: machine.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    const ended = new Promise<Awaited<Run["ended"]>>((done) => {
      child.on("close", (code) => done({ code, stdout, stderr }));
    });
    const started = { child, ended, stderr: () => stderr };
    runs.push(started);
    return started;
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await sleep(20);
  };
  const goRuns = (): boolean => {
    try {
      process.kill(Number(machine.read("go-pid")), 0);
      return true;
    } catch {
      return false;
    }
  };
  const building = () => until(() => existsSync(join(machine.root, "go-pid")) && goRuns());
  const nothingHalfMade = (): void => {
    const known = FAMILIES.map(({ name }) => name);
    for (const entry of machine.entries)
      assert.ok(
        known.some((name) => entry.startsWith(`${name}-`) || entry === `${name}.log`),
        entry,
      );
  };

  it("builds once when two processes start together, and the second says that it waits", async () => {
    machine.write("hang", "");
    const first = run();
    await building();
    const second = run();
    await until(() => second.stderr().includes("Another run is building the toolchain; waiting for it."));
    machine.remove("hang");
    assert.deepEqual([(await first.ended).stdout, (await second.ended).stdout], ["built\n", "cache\n"]);
    assert.equal(machine.builds.length, FAMILIES.length);
    nothingHalfMade();
  });

  it("goes on after a run that was killed in the middle of a build, and removes what that left", async () => {
    machine.write("hang", "");
    const killed = run();
    await building();
    assert.ok(machine.entries.some((name) => name.startsWith(".unfinished-")));
    killed.child.kill("SIGKILL");
    await killed.ended;
    await until(() => !goRuns());
    machine.remove("hang");
    assert.equal((await resolveToolchain(machine.options)).pulumi.source, "built");
    nothingHalfMade();
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`ends with its compilers at ${signal}, and says so`, async () => {
      machine.write("hang", "");
      const interrupted = run();
      await building();
      interrupted.child.kill(signal);
      const { code, stderr } = await interrupted.ended;
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`Ended by ${signal} while the toolchain was made`));
      await until(() => !goRuns());
      nothingHalfMade();
      machine.remove("hang");
      assert.equal((await resolveToolchain(machine.options)).pulumi.source, "built");
      assert.deepEqual(machine.builds, ["pulumi", ...FAMILIES.map(({ name }) => name)]);
      nothingHalfMade();
    });
});
