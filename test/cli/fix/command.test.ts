import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_POD } from "../check/manifests.js";

const FIXED_POD = SHARING_POD.replace("hostPID: yes", "hostPID: false");
const MAIN = join(REPOSITORY, "dist/cli/main.js");
const withInput = (input: string | Buffer, ...options: readonly string[]) =>
  spawnSync(process.execPath, [MAIN, "check", "--fix", ...options], {
    input,
    env: { ...process.env, NO_COLOR: "1" },
  });
const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

describe("rampart check --fix", () => {
  it("fixes files, says what, and passes where nothing is left", async () => {
    const folder = folderWith({ "a.yaml": SHARING_POD, "b/c.yaml": GOOD_POD, "notes.txt": "hostPID: true\n" });
    const before = statSync(join(folder, "b/c.yaml")).mtimeMs;
    const { code, stdout, stderr } = await rampart(["check", "--fix", folder]);
    assert.equal(stderr, "");
    assert.match(
      stdout,
      /^Fixed: 1 violation\.\n.*a\.yaml\n {4}Pod shop\/shell: no-host-namespaces\n\nNo violations\./,
    );
    assert.match(stdout, /\nPassed\.\n$/);
    assert.equal(code, 0);
    assert.equal(read(folder, "a.yaml"), FIXED_POD);
    assert.equal(statSync(join(folder, "b/c.yaml")).mtimeMs, before, "what is good is not written");
    assert.deepEqual(readdirSync(folder).sort(), ["a.yaml", "b", "notes.txt"], "nothing is left behind");
    const again = await rampart(["check", "--fix", folder]);
    assert.match(again.stdout, /^Nothing to fix\./);
    assert.equal(read(folder, "a.yaml"), FIXED_POD);
  });

  it("fails by what is left, and shows it", async () => {
    const left = SHARING_POD.replace("  serviceAccountName: shell\n", "");
    const folder = folderWith({ "a.yaml": left });
    const { code, stdout } = await rampart(["check", "--fix", folder]);
    assert.equal(code, 1);
    assert.match(stdout, /Fixed: 1 violation\.[\s\S]*no-default-service-account[\s\S]*1 violation: 1 medium/);
    assert.equal(read(folder, "a.yaml"), left.replace("hostPID: yes", "hostPID: false"));
  });

  it("fixes by the policies that are asked for, and no others", async () => {
    const folder = folderWith({ "a.yaml": SHARING_POD });
    await rampart(["check", "--fix", "--exclude", "no-host-namespaces", folder]);
    assert.equal(read(folder, "a.yaml"), SHARING_POD);
    await rampart(["check", "--fix", "--policy", "no-host-namespaces,no-root-user", folder]);
    assert.equal(read(folder, "a.yaml"), FIXED_POD);
  });

  it("keeps other formats clean: what was fixed goes to standard error", async () => {
    const { code, stdout, stderr } = await rampart([
      "check",
      "--fix",
      "--format",
      "json",
      folderWith({ "a.yaml": SHARING_POD }),
    ]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout).findings, []);
    assert.match(stderr, /^Fixed: 1 violation\./);
  });

  it("writes the fixed text of standard input to standard output, and the report beside it", () => {
    const { status, stdout, stderr } = withInput(SHARING_POD, "-");
    assert.equal(stdout.toString(), FIXED_POD);
    assert.match(stderr.toString(), /^Fixed: 1 violation\.[\s\S]*Passed\.\n$/);
    assert.equal(status, 0);
  });

  it("gives standard input back as it came where it cannot be read", () => {
    for (const input of [Buffer.from([0x61, 0xff, 0x0a]), Buffer.from("apiVersion: v1\nkind: [\n")]) {
      const { status, stdout } = withInput(input, "-");
      assert.deepEqual(stdout, input);
      assert.equal(status, 2);
    }
  });

  it("refuses standard input beside files", () => {
    const { status, stdout, stderr } = withInput(SHARING_POD, "-", "package.json");
    assert.equal(stdout.toString(), "");
    assert.match(stderr.toString(), /^--fix takes standard input alone/);
    assert.equal(status, 2);
  });

  it("fixes what is readable in a file, leaves the rest, and does not pass", async () => {
    const broken = "---\napiVersion: v1\nkind: [\n---\n";
    const folder = folderWith({
      "a.yaml": SHARING_POD + broken + GOOD_POD,
      "b.yaml": Buffer.from([0x61, 0x3a, 0x20, 0xff]),
    });
    const { code, stdout } = await rampart(["check", "--fix", folder, join(folder, "none.yaml")]);
    assert.equal(code, 2);
    assert.match(stdout, /Could not be checked:/);
    assert.equal(read(folder, "a.yaml"), FIXED_POD + broken + GOOD_POD);
  });

  it("keeps permissions, and a link a link", async () => {
    const folder = folderWith({ "real/a.yaml": SHARING_POD });
    const real = join(folder, "real/a.yaml");
    chmodSync(real, 0o640);
    symlinkSync(real, join(folder, "link.yaml"));
    assert.equal((await rampart(["check", "--fix", join(folder, "link.yaml")])).code, 0);
    assert.equal(readFileSync(real, "utf8"), FIXED_POD);
    assert.equal(statSync(real).mode & 0o777, 0o640);
    assert.ok(lstatSync(join(folder, "link.yaml")).isSymbolicLink());
  });

  it("tells of what it could not fix, although it can be fixed", async () => {
    const shared = SHARING_POD.replace("  hostPID: yes\n", "")
      .replace("        allowPrivilegeEscalation: false\n", "        allowPrivilegeEscalation: true\n")
      .replace("      securityContext:\n        allow", "      securityContext: &context\n        allow")
      .concat(
        `${GOOD_POD.slice(GOOD_POD.indexOf("    - name: app"), GOOD_POD.indexOf("      securityContext:\n        allow")).replace("name: app", "name: two")}      securityContext: *context\n`,
      );
    const folder = folderWith({ "a.yaml": shared });
    const { code, stdout } = await rampart(["check", "--fix", folder]);
    assert.equal(code, 1);
    assert.match(stdout, /Not fixed: 1 violation\.\n[\s\S]*a\.yaml:\d+:\s+no-privilege-escalation:\s+its\s+text/);
    assert.equal(read(folder, "a.yaml"), shared);
  });
});
