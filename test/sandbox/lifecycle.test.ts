import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SandboxStatus } from "../../sandbox/control-socket.js";
import { status } from "../../sandbox/lifecycle.js";
import { isRunning, rampart, toolchainEnvironment } from "../support/command.js";
import { describeWithTools, toolchain } from "../support/tiers.js";

/** Waits until nothing of a sandbox is left. */
async function gone(home: string, { pids }: SandboxStatus): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (!existsSync(home) && !Object.values(pids).some(isRunning)) return;
    await sleep(50);
  }
  const left = Object.entries(pids).filter(([, pid]) => isRunning(pid));
  assert.fail(`left behind: ${[...left.map(([name]) => name), existsSync(home) ? home : ""].join(" ")}`);
}

describeWithTools("rampart sandbox", function () {
  this.timeout(180_000);
  let folder: string;
  let home: string;
  let env: NodeJS.ProcessEnv;

  const running = async (): Promise<SandboxStatus> => {
    const found = await status(home);
    assert.ok(found, "no sandbox answers");
    return found;
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rampart-lifecycle-"));
    home = join(folder, "data", "sandbox");
    env = { ...(await toolchainEnvironment(join(folder, "tools"))), RAMPART_SANDBOX_DIR: home };
  });
  afterEach(() => rampart(["sandbox", "down"], { env }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("up twice, even at once, is one cluster; down leaves no process and no file", async () => {
    const runs = await Promise.all([rampart(["sandbox", "up"], { env }), rampart(["sandbox", "up"], { env })]);
    for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
    const outputs = runs.map(({ stdout }) => stdout);
    assert.equal(outputs.filter((text) => text.includes("The sandbox is up:")).length, 1, outputs.join("\n"));
    assert.equal(outputs.filter((text) => text.includes("The sandbox runs already:")).length, 1);
    const first = await running();

    const shown = await rampart(["sandbox", "status"], { env });
    assert.equal(shown.code, 0);
    for (const [name, pid] of Object.entries(first.pids))
      assert.match(shown.stdout, new RegExp(`${name} \\(${pid}\\)`));
    const kubeconfig = await rampart(["sandbox", "kubeconfig"], { env });
    assert.equal(kubeconfig.stdout, readFileSync(first.kubeconfig, "utf8"));

    const down = await rampart(["sandbox", "down"], { env });
    assert.equal(down.code, 0);
    await gone(home, first);
    const after = await rampart(["sandbox", "status"], { env });
    assert.equal(after.code, 1);
    assert.match(after.stderr, /No sandbox is running\. Start one: rampart sandbox up/);
    assert.match((await rampart(["sandbox", "down"], { env })).stdout, /No sandbox was running/);
  });

  it("uses and touches nothing of the user's, and passes the options of a command through", async () => {
    const own = join(folder, "user");
    mkdirSync(join(own, ".kube"), { recursive: true });
    const bogus = join(own, ".kube", "config");
    writeFileSync(bogus, "this is the user's own kubeconfig");
    const user = { ...env, HOME: own, KUBECONFIG: bogus, PULUMI_BACKEND_URL: "https://nowhere.example" };
    assert.equal((await rampart(["sandbox", "up"], { env: user })).code, 0);
    const version = await rampart(["sandbox", "exec", "pulumi", "--version"], { env: user });
    assert.equal(version.code, 0);
    assert.equal(version.stdout.trim().replace(/^v/, ""), (await toolchain()).pulumi.version);
    const seen = await rampart(["sandbox", "exec", "--", "sh", "-c", "echo $KUBECONFIG; pulumi whoami --verbose"], {
      env: user,
    });
    assert.equal(seen.stdout.split("\n")[0], (await running()).kubeconfig);
    assert.match(seen.stdout, /Backend URL: file:\/\//);
    assert.equal((await rampart(["sandbox", "exec", "false"], { env: user })).code, 1);
    assert.equal(readFileSync(bogus, "utf8"), "this is the user's own kubeconfig");
    const missing = await rampart(["sandbox", "exec", "no-such-program"], { env: user });
    assert.deepEqual([missing.code, missing.stderr], [2, "no-such-program: there is no such command.\n"]);
  });

  it("leaves nothing behind when its supervisor is killed", async () => {
    assert.equal((await rampart(["sandbox", "up"], { env })).code, 0);
    const before = await running();
    process.kill(before.pids.supervisor ?? assert.fail(), "SIGKILL");
    await gone(home, before);
  });

  it("ends when one of its programs ends, and says which and where its log is", async () => {
    assert.equal((await rampart(["sandbox", "up"], { env })).code, 0);
    const before = await running();
    process.kill(before.pids.etcd ?? assert.fail(), "SIGKILL");
    await gone(home, before);
    const { code, stderr } = await rampart(["sandbox", "status"], { env });
    assert.equal(code, 1);
    assert.match(stderr, /etcd ended unexpectedly \(SIGKILL\)/);
    const kept = /Logs: (\S+)/.exec(stderr)?.[1] ?? assert.fail(stderr);
    assert.ok(existsSync(join(kept, "etcd.log")));
    rmSync(kept, { recursive: true });
  });

  it("names a port that is taken, and leaves nothing behind", async () => {
    const other = createServer();
    const port = await new Promise<number>((done) =>
      other.listen(0, "127.0.0.1", () => done((other.address() as { port: number }).port)),
    );
    const { code, stderr } = await rampart(["sandbox", "up", "--port", String(port)], { env });
    other.close();
    assert.notEqual(code, 0);
    assert.match(stderr, new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken by another program\\.`));
    assert.ok(!existsSync(home));
  });

  it("names a program that dies while it starts, with its last lines and its log", async () => {
    const broken = join(folder, "broken");
    const tools = await toolchainEnvironment(broken);
    const dying = join(broken, "kube-scheduler");
    rmSync(dying);
    // The version must be readable: what is to fail is the start.
    const { version } = (await toolchain())["kube-scheduler"];
    writeFileSync(
      dying,
      `#!/bin/sh\n[ "$1" = --version ] && echo "Kubernetes v${version}" && exit\necho "no luck today" >&2\nexit 3\n`,
    );
    chmodSync(dying, 0o755);
    const { code, stderr } = await rampart(["sandbox", "up"], { env: { ...env, ...tools } });
    assert.equal(code, 1);
    assert.match(stderr, /kube-scheduler ended unexpectedly \(exit code 3\)\.\n {2}no luck today\nLogs: /);
    const kept = /Logs: (\S+)/.exec(stderr)?.[1] ?? assert.fail(stderr);
    assert.equal(readFileSync(join(kept, "kube-scheduler.log"), "utf8"), "no luck today\n");
    rmSync(kept, { recursive: true });
    assert.ok(!existsSync(home));
  });

  it("is not left half-started by Ctrl-C", async () => {
    const { code } = await rampart(["sandbox", "up"], { env, interruptAt: "starting kube-apiserver" });
    assert.notEqual(code, 0);
    for (let attempt = 0; attempt < 200 && existsSync(home); attempt++) await sleep(50);
    assert.ok(!existsSync(home), "the folder is still there");
    assert.equal(await status(home), undefined);
  });
});
