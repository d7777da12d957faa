import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { rampart } from "../../support/command.js";
import { folderWith, SHARING_LINE, SHARING_POD } from "./manifests.js";

describe("rampart check --report", () => {
  /** A folder with a manifest, and the check of it with reports into `out`. */
  function checked(...reports: readonly string[]) {
    const folder = folderWith({ "pod.yaml": SHARING_POD, "out/old.json": "old" });
    const options = reports.flatMap((report) => ["--report", report.replace("=", `=${folder}/out/`)]);
    return {
      folder,
      run: rampart(["check", join(folder, "pod.yaml"), ...options], { env: { NO_COLOR: "", FORCE_COLOR: "1" } }),
    };
  }

  it("writes several reports beside the one on standard output, without its colours", async () => {
    const { folder, run } = checked("json=old.json", "sarif=new/deep/rampart.sarif", "text=rampart.txt");
    const { code, stdout } = await run;
    assert.equal(code, 1);
    assert.ok(stdout.includes("\u001b["));
    const written = (file: string): string => readFileSync(join(folder, "out", file), "utf8");
    assert.equal(JSON.parse(written("old.json")).findings[0].policy, "no-host-namespaces");
    assert.equal(JSON.parse(written("new/deep/rampart.sarif")).version, "2.1.0");
    assert.match(written("rampart.txt"), new RegExp(`^ +${SHARING_LINE} high {6}no-host-namespaces$`, "m"));
    assert.deepEqual(readdirSync(join(folder, "out")).sort(), ["new", "old.json", "rampart.txt"]);
  });

  it("says what cannot be written before it judges, and leaves what is there", async () => {
    const folder = folderWith({ "pod.yaml": SHARING_POD, "old.json": "old", "file/x": "" });
    mkdirSync(join(folder, "folder"));
    symlinkSync("round", join(folder, "round"));
    for (const [target, problem] of [
      ["folder", "it is a folder"],
      ["file/x/report.json", "a part of its path is no folder"],
      ["round", "ELOOP"],
    ] as const) {
      const file = join(folder, target);
      const reports = ["--report", `json=${join(folder, "old.json")}`, "--report", `json=${file}`];
      const { code, stdout, stderr } = await rampart(["check", join(folder, "pod.yaml"), ...reports]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.ok(stderr.startsWith(`${file} cannot be written: ${problem}`), stderr);
      assert.equal(readFileSync(join(folder, "old.json"), "utf8"), "old");
    }
  });

  it("answers what is no report with one message", async () => {
    for (const report of ["json", "json=", "xml=a.xml", "=a"]) {
      const { code, stderr } = await rampart(["check", "-", "--report", report]);
      assert.equal(code, 2);
      assert.match(stderr, /It must be FORMAT=FILE, with FORMAT one of text, json, sarif/);
    }
  });
});
