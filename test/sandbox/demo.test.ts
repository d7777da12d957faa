import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rampart, toolchainEnvironment } from "../support/command.js";
import { describeWithTools, toolchain } from "../support/tiers.js";

const STEPS = [
  "A control plane boots from our own hardened files",
  "Strangers are turned away",
  "A hardened stack comes up, judged by the policy pack",
  "The same stack with a privileged workload, in preview",
  "The same workload sent past the pack, straight to the API server",
  "The stack's Secret, as etcd holds it",
  "The refusal in the audit log",
];

describeWithTools("rampart demo", function () {
  this.timeout(180_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;

  /** Folders that a demonstration makes; each run has a place of its own for them. */
  const remains = (): string[] => readdirSync(join(folder, "tmp"));
  const demo = (options: Parameters<typeof rampart>[1] = {}) => rampart(["demo"], { ...options, env });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rampart-demo-"));
    mkdirSync(join(folder, "tmp"));
    env = { ...(await toolchainEnvironment(join(folder, "tools"))), TMPDIR: join(folder, "tmp") };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("shows every step in order in 80 columns, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await demo();
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    let position = -1;
    for (const step of STEPS) {
      const found = stdout.indexOf(`\n${step}\n`);
      assert.ok(found > position, `${step} is missing or out of order`);
      position = found;
    }
    assert.equal(stdout.match(/^ {2}✔ /gm)?.length, STEPS.length);
    assert.match(stdout, /^All 7 steps behaved/m);
    assert.match(stdout, /Kubernetes provider ours/);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80 || !line.trim().includes(" "), line);
    assert.deepEqual(remains(), []);
  });

  it("ends with exit code 1 and the reason at the first step that does not behave", async () => {
    // A scheduler that schedules nothing: the deployment never becomes available.
    const scheduler = join(folder, "tools", "kube-scheduler");
    const { version } = (await toolchain())["kube-scheduler"];
    rmSync(scheduler);
    writeFileSync(
      scheduler,
      `#!/bin/sh\n[ "$1" = --version ] && echo "Kubernetes v${version}" && exit\nsleep 8\nexit 1\n`,
    );
    chmodSync(scheduler, 0o755);
    const { code, stdout, stderr } = await demo();
    assert.equal(code, 1, stderr);
    assert.match(stderr, /kube-scheduler ended unexpectedly/);
    assert.ok(!stdout.includes("steps behaved"));
    const logs = /Logs: (\S+)/.exec(stderr)?.[1] ?? "";
    assert.ok(existsSync(logs));
    assert.deepEqual(
      remains().map((name) => join(folder, "tmp", name)),
      [logs],
    );
  });

  for (const [moment, text] of [
    ["while the control plane starts", "… kube-apiserver"],
    ["while the engine runs", STEPS[2] ?? ""],
  ] as const)
    it(`ends by Ctrl-C ${moment} with everything it started`, async () => {
      const { code, stderr } = await demo({ interruptAt: text });
      assert.equal(code, 130);
      assert.equal(stderr, "Ended by SIGINT; nothing was left behind.\n");
      assert.deepEqual(remains(), []);
    });
});
