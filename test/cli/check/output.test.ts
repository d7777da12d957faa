import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeFileWhole } from "../../../cli/report-file.js";
import { FORMATS } from "../../../cli/reports/formats.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_POD } from "./manifests.js";

const check = (folder: string, ...options: readonly string[]) =>
  rampart(["check", join(folder, "pod.yaml"), ...options]);

describe("rampart check --output", () => {
  for (const format of FORMATS)
    it(`writes a ${format} report to a file, the same as to standard output, and says what it comes to`, async () => {
      const folder = folderWith({ "pod.yaml": SHARING_POD });
      const file = join(folder, "report");
      const { code, stdout, stderr } = await check(folder, "--format", format, "--output", file);
      assert.deepEqual([code, stderr], [1, ""]);
      assert.match(stdout, /^1 violation: 1 high\. [\s\S]*\nFailed\.\n$/);
      const direct = (await check(folder, "--format", format)).stdout;
      const written = readFileSync(file, "utf8");
      const withoutTime = (text: string): string => text.replace(/\d\d:\d\d UTC/, "");
      assert.equal(withoutTime(written), withoutTime(direct));
      assert.ok(written.includes("no-host-namespaces"));
      assert.deepEqual(readdirSync(folder).sort(), ["pod.yaml", "report"]);
    });

  it("replaces what was there, with its permissions and through a link", async () => {
    const folder = folderWith({ "pod.yaml": GOOD_POD, "old.json": "x".repeat(100_000) });
    chmodSync(join(folder, "old.json"), 0o600);
    symlinkSync("old.json", join(folder, "link.json"));
    assert.equal((await check(folder, "--format", "json", "--output", join(folder, "link.json"))).code, 0);
    assert.ok(lstatSync(join(folder, "link.json")).isSymbolicLink());
    assert.equal(statSync(join(folder, "old.json")).mode & 0o777, 0o600);
    JSON.parse(readFileSync(join(folder, "old.json"), "utf8"));
  });

  it("has no colours in a file, whatever the terminal has", async () => {
    const folder = folderWith({ "pod.yaml": SHARING_POD });
    const args = ["check", join(folder, "pod.yaml"), "--output", join(folder, "report.txt")];
    const { stdout } = await rampart(args, { env: { NO_COLOR: undefined, FORCE_COLOR: "1" } });
    assert.ok(stdout.includes("\u001b["));
    assert.ok(!readFileSync(join(folder, "report.txt"), "utf8").includes("\u001b"));
  });

  it("writes to a device without replacing it", async () => {
    const folder = folderWith({ "pod.yaml": GOOD_POD });
    assert.equal((await check(folder, "--output", "/dev/null")).code, 0);
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });

  it("answers a place that cannot be written with one sentence and exit code 2", async () => {
    const folder = folderWith({ "pod.yaml": SHARING_POD });
    mkdirSync(join(folder, "reports"));
    for (const [file, message] of [
      ["missing/report.json", /missing\/report\.json cannot be written: its folder is not there\.\n$/],
      ["reports", /reports cannot be written: it is a folder\.\n$/],
      ["pod.yaml/report.json", /report\.json cannot be written: a part of its path is no folder\.\n$/],
      ["x".repeat(300), /x cannot be written: its name is too long\.\n$/],
    ] as const) {
      const { code, stdout, stderr } = await check(folder, "--format", "json", "--output", join(folder, file));
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
    }
    assert.deepEqual(readdirSync(folder).sort(), ["pod.yaml", "reports"]);
    assert.deepEqual(readdirSync(join(folder, "reports")), []);
    const { code, stderr } = await check(folder, "--output", "/proc/report");
    assert.equal(code, 2);
    assert.match(stderr, /^\/proc\/report cannot be written: .*\.\n$/);
  });

  it("leaves what was there when the report breaks off", async () => {
    const folder = folderWith({ "report.json": "before" });
    function* breaking(): Generator<string> {
      yield "x".repeat(200_000);
      throw new RangeError("broken off");
    }
    await assert.rejects(writeFileWhole(join(folder, "report.json"), breaking()), /broken off/);
    assert.equal(readFileSync(join(folder, "report.json"), "utf8"), "before");
    assert.deepEqual(readdirSync(folder), ["report.json"]);
  });

  it("says on the standard error why a check is incomplete", async () => {
    const folder = folderWith({ "pod.yaml": "apiVersion: v1\nkind: [\n" });
    writeFileSync(join(folder, "old"), "before");
    const { code, stdout, stderr } = await check(folder, "--output", join(folder, "old"));
    assert.equal(code, 2);
    assert.match(stdout, /Not checked/);
    assert.match(stderr, /pod\.yaml:\d+: /);
  });
});

describe("the formats of reports", () => {
  it("are loaded when they are asked for, so that the others start no slower", () => {
    const formats = join(REPOSITORY, "dist/cli/reports/formats.js");
    const script = `require(${JSON.stringify(formats)}); console.log(Object.keys(require.cache).length)`;
    assert.equal(spawnSync(process.execPath, ["-e", script]).stdout.toString(), "1\n");
  });
});
