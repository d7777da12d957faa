import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning, REPOSITORY, rampart } from "../../../support/command.js";
import { folderWith } from "../../check/manifests.js";
import { lineOf, projectWith } from "./programs.js";

const POD = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { writeFileSync } from "node:fs";
new k8s.core.v1.Pod("a", { spec: { hostPID: true, containers: [] } });
`;

const check = (folder: string, ...options: readonly string[]) =>
  rampart(["check", "--program", folder, "--policy", "no-host-namespaces", ...options]);

/** What is said of a program that comes to no good end; what it made before is judged all the same. */
async function told(program: string, ...options: readonly string[]): Promise<string> {
  const { code, stdout } = await check(projectWith({ "index.ts": POD + program }), ...options);
  assert.equal(code, 2, stdout);
  assert.match(stdout, /\nNot checked completely\.\n$/);
  assert.match(stdout, /\n1 violation: 1 high\. Judged: 1 object in 1 file/);
  return (/Could not be checked:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? "").replace(/\n */g, " ").trim();
}

describe("a program that fails", function () {
  this.timeout(60_000);

  it("is told of by its message and the line of its own code", async () => {
    const thrown = `
later();
async function later() {
  await new Promise((done) => setTimeout(done, 50));
  throw new RangeError("boom");
}
`;
    assert.match(
      await told(thrown),
      new RegExp(`index\\.ts:${lineOf(POD + thrown, "boom")}: the program failed: RangeError: boom$`),
    );
  });

  it("is told of when it throws what is no error, exits or fails quietly", async () => {
    const pause = "new Promise((done) => setTimeout(done, 500)).then(() => ";
    assert.match(await told(`${pause}Promise.reject("nothing"));`), /the program failed: nothing$/);
    assert.match(await told(`${pause}process.exit(0));`), /the program ended itself, for example by process\.exit/);
    assert.match(await told(`${pause}process.exit(7));`), /the program ended with exit code 7$/);
    assert.match(await told(`${pause}process.kill(process.pid, "SIGKILL"));`), /the program was ended by SIGKILL$/);
    assert.match(await told(`pulumi.log.error("not so");`), /the program failed: not so$/);
  });

  it("is ended when it does not end, with what it has started", async () => {
    const folder = folderWith({});
    const file = join(folder, "pid");
    // It holds our error output open: the command's run is over only when it is.
    const endless = `
import { spawn } from "node:child_process";
spawn("sleep", ["600"], { stdio: ["ignore", "ignore", "inherit"] });
writeFileSync(${JSON.stringify(file)}, String(process.pid));
process.on("SIGTERM", () => {});
setTimeout(() => { for (;;); }, 1000);
`;
    assert.match(
      await told(endless, "--time-limit", "5"),
      /the program did not end within 5 s \(--time-limit\) and was ended$/,
    );
    assert.equal(isRunning(Number(readFileSync(file, "utf8"))), false);
  });

  it("leaves nothing behind on Ctrl-C", async () => {
    const folder = folderWith({});
    const file = join(folder, "pid");
    const project = projectWith({
      "index.ts": `${POD}writeFileSync(${JSON.stringify(file)}, String(process.pid));
console.log("here we are");
setInterval(() => {}, 1000);
`,
    });
    const main = join(REPOSITORY, "dist/cli/main.js");
    const child = spawn(process.execPath, [main, "check", "--program", project], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    // What the program prints is no part of the report.
    for await (const chunk of child.stderr) if (String(chunk).includes("here we are")) break;
    child.kill("SIGINT");
    const [code, signal] = await once(child, "exit");
    assert.deepEqual({ code, signal, stdout }, { code: null, signal: "SIGINT", stdout: "" });
    assert.equal(isRunning(Number(readFileSync(file, "utf8"))), false);
  });

  it("ends when the command is killed", async () => {
    const file = join(folderWith({}), "pid");
    const project = projectWith({
      "index.ts": `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${JSON.stringify(file)}, "gone"));
console.log("here we are");
setInterval(() => {}, 1000);
`,
    });
    const main = join(REPOSITORY, "dist/cli/main.js");
    const child = spawn(process.execPath, [main, "check", "--program", project], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let killed = false;
    // Its error output is the program's as well: it ends with the last of them.
    for await (const chunk of child.stderr)
      if (!killed && String(chunk).includes("here we are")) {
        killed = true;
        child.kill("SIGKILL");
      }
    assert.equal(readFileSync(file, "utf8"), "gone");
  });

  it("cannot start: what is missing is said, and what to do", async () => {
    const refused = async (folder: string, ...options: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await check(folder, ...options);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      return stderr;
    };
    const project = (yaml: string) => refused(projectWith({ "index.ts": POD, "Pulumi.yaml": yaml }));
    assert.match(
      await refused(folderWith({})),
      /^There is no Pulumi\.yaml in .*\. Fix: name the folder that has it\.\n$/,
    );
    assert.match(
      await project("name: test\nruntime: python\n"),
      /runtime is "python"; only programs of runtime "nodejs"/,
    );
    assert.match(await project("name: test\nruntime: nodejs\nmain: lib\n"), /main is lib, but there is no such file/);
    assert.match(await project("name: test\nruntime: nodejs\nmain: ../x\n"), /main must be inside its folder/);
    assert.match(await project("name: [\n"), /Pulumi\.yaml:\d+: /);
    assert.match(
      await project("name: test\nruntime: {name: nodejs, options: {nodeargs: 3}}\n"),
      /"nodeargs" must be a string/,
    );
    const bare = folderWith({ "Pulumi.yaml": "name: test\nruntime: nodejs\n", "package.json": "{}" });
    assert.match(await refused(bare), /@pulumi\/pulumi is not installed .* Run "npm install"/);
    const old = join(bare, "node_modules/@pulumi/pulumi");
    mkdirSync(join(old, "cmd/run"), { recursive: true });
    writeFileSync(join(old, "package.json"), '{"name":"@pulumi/pulumi","version":"2.25.2"}');
    writeFileSync(join(old, "cmd/run/index.js"), "");
    assert.match(
      await refused(bare),
      /@pulumi\/pulumi 2\.25\.2 of the program is too old .* npm install @pulumi\/pulumi@latest/,
    );
  });

  it("is not asked for: options and paths that make no sense are refused", async () => {
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await rampart(["check", ...args]);
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(
      await refused(),
      /^There is nothing to judge\. Fix: name files, folders, -, --program, --state or --event-log\.\n$/,
    );
    assert.match(
      await refused(".", "--stack", "dev"),
      /^--stack is for a program\. Fix: name its folder by --program\.\n$/,
    );
    assert.match(await refused("--program", ".", "--time-limit", "soon"), /--time-limit.*from 1 to/);
  });
});
