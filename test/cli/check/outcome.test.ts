import assert from "node:assert/strict";
import { constants } from "node:buffer";
import { spawnSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { manifestsIn } from "../../../cli/sources/manifests.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_LINE, SHARING_POD } from "./manifests.js";

/** What `rampart check` says of the files. */
const check = (files: Readonly<Record<string, string | Uint8Array>>, ...options: readonly string[]) =>
  rampart(["check", folderWith(files), ...options]);

describe("rampart check", () => {
  it("passes what is good, and says what it looked at", async () => {
    const { code, stdout, stderr } = await check({ "good.yaml": GOOD_POD });
    assert.equal(stderr, "");
    assert.match(stdout, /^No violations\. Judged: 1 object in 1 file by \d+ policies \(profile restricted,/);
    assert.match(stdout, /\nPassed\.\n$/);
    assert.equal(code, 0);
  });

  it("refuses what is not, with the line of the field and the fix", async () => {
    const { code, stdout } = await check({ "bad.yaml": `${GOOD_POD}---\n${SHARING_POD}` });
    assert.equal(code, 1);
    const line = GOOD_POD.split("\n").length + SHARING_LINE;
    assert.match(stdout, new RegExp(`\n  Pod shop/shell\n +${line} high      no-host-namespaces\n`));
    assert.match(stdout, /\n {6}Fix: remove the field/);
    assert.match(stdout, /1 violation: 1 high\. Judged: 2 objects in 1 file/);
  });

  it("fails by severity, and never when told so", async () => {
    const files = { "pod.yaml": SHARING_POD.replace("  hostPID: yes\n", "  shareProcessNamespace: true\n") };
    const codes = await Promise.all(
      ["low", "medium", "high", "critical", "none"].map(
        async (severity) => (await check(files, "--fail-on", severity)).code,
      ),
    );
    assert.deepEqual(codes, [1, 1, 0, 0, 0]);
  });

  it("judges by the policies that are asked for, whatever their profile", async () => {
    const pod = GOOD_POD.replace("  hostUsers: false\n", "");
    const byDefault = await check({ "pod.yaml": pod });
    assert.equal(byDefault.code, 0, byDefault.stdout);
    assert.equal((await check({ "pod.yaml": pod }, "--policy", "require-user-namespace")).code, 1);
    assert.equal((await check({ "pod.yaml": SHARING_POD }, "--policy", "no-root-user,no-host-ports")).code, 0);
    assert.equal((await check({ "pod.yaml": SHARING_POD }, "--exclude", "no-host-namespaces")).code, 0);
  });

  it("judges by another version of Kubernetes", async () => {
    // The relaxation for user namespaces is part of the standards from 1.35 on.
    const pod = GOOD_POD.replace("    runAsNonRoot: true\n", "");
    const files = { "pod.yaml": pod };
    assert.equal((await check(files, "--policy", "require-run-as-non-root")).code, 0);
    assert.equal((await check(files, "--policy", "require-run-as-non-root", "--kubernetes-version", "1.30")).code, 1);
  });

  it("takes levels and settings from a file, and lets options win", async () => {
    const config = join(folderWith({ "config.json": '{"no-host-namespaces": "advisory"}' }), "config.json");
    const advised = await check({ "pod.yaml": SHARING_POD }, "--config", config);
    assert.equal(advised.code, 0);
    assert.match(advised.stdout, /no-host-namespaces \(advisory\)/);
    const profile = join(folderWith({ "c.yaml": "rampart: {profile: strict}\n" }), "c.yaml");
    const summary = async (...options: readonly string[]): Promise<string> =>
      (await check({ "pod.yaml": GOOD_POD }, "--config", profile, ...options)).stdout;
    assert.match(await summary(), /profile strict/);
    assert.match(await summary("--profile", "baseline"), /profile baseline/);
  });

  it("reads standard input", () => {
    const main = join(REPOSITORY, "dist/cli/main.js");
    const { status, stdout } = spawnSync(process.execPath, [main, "check", "-"], {
      input: SHARING_POD,
      env: { ...process.env, NO_COLOR: "1" },
    });
    assert.equal(status, 1);
    assert.match(stdout.toString(), /^<stdin>\n/);
  });

  it("judges each file once, however many paths lead to it", async () => {
    const folder = folderWith({ "a/good.yaml": GOOD_POD });
    const { stdout } = await rampart(["check", folder, join(folder, "a"), join(folder, "a/good.yaml")]);
    assert.match(stdout, /Judged: 1 object in 1 file/);
  });

  it("ends quietly when its reader has enough", () => {
    const folder = folderWith({ "many.yaml": Array(3000).fill(SHARING_POD).join("---\n") });
    const main = join(REPOSITORY, "dist/cli/main.js");
    const { stderr } = spawnSync("sh", ["-c", `"$0" "$1" check "$2" | head -1`, process.execPath, main, folder]);
    assert.equal(stderr.toString(), "");
  });
});

describe("rampart check, where it cannot look", () => {
  /** What is wrong, the files, and what is said of it. */
  const CASES: readonly (readonly [string, Readonly<Record<string, string | Uint8Array>>, RegExp])[] = [
    ["a folder without a manifest", { "README.md": "# none" }, /Not checked: there is no Kubernetes object here\./],
    ["an empty file", { "a.yaml": "" }, /Not checked: there is no Kubernetes object here\./],
    ["only comments", { "a.yaml": "# a\n---\n# b\n" }, /Not checked: there is no Kubernetes object here\./],
    [
      "no Kubernetes object",
      { "a.json": '{"name": "x"}' },
      /a\.json:1: no apiVersion\n[\s\S]*Not checked: there is no/,
    ],
    [
      "broken YAML",
      { "a.yaml": `${GOOD_POD}---\napiVersion: v1\nkind: [\n` },
      /a\.yaml:\d+: [\s\S]*Not checked completely\./,
    ],
    [
      "a template",
      { "a.yaml": "apiVersion: v1\nkind: Pod\nspec: {{ .Values.spec }}\n" },
      /a\.yaml:3: [\s\S]*it looks like a\s+template: render it first/,
    ],
    ["what is nested too deep", { "a.json": `{"apiVersion": "v1", "kind": ${"[".repeat(200_000)}` }, /a\.json:1: /],
    ["text that is not UTF-8", { "a.yaml": Uint8Array.of(0x61, 0x3a, 0xff, 0xfe) }, /a\.yaml: it is not text in UTF-8/],
  ];
  for (const [what, files, message] of CASES)
    it(`says so of ${what}, with exit code 2`, async () => {
      const { code, stdout } = await check(files);
      assert.match(stdout, message);
      assert.doesNotMatch(stdout, /Passed/);
      assert.equal(code, 2);
    });

  it("names a file that is larger than any text can be", () => {
    const read = () => Buffer.alloc(constants.MAX_STRING_LENGTH + 1);
    assert.deepEqual(
      [...manifestsIn({ name: "large.yaml", read })],
      [{ file: "large.yaml", problem: "it is larger than 536 MB" }],
    );
  });

  it("still judges what it can read", async () => {
    const { code, stdout } = await check({ "a.yaml": "apiVersion: v1\n  kind: Pod\n", "b.yaml": SHARING_POD });
    assert.equal(code, 2);
    assert.match(stdout, /no-host-namespaces[\s\S]*Could not be checked:\n {2}.*a\.yaml:2: /);
  });

  it("says so of paths that are not there or may not be read", async () => {
    const folder = folderWith({ "good.yaml": GOOD_POD });
    symlinkSync("round.yaml", join(folder, "round.yaml"));
    const { code, stdout } = await rampart(["check", folder, join(folder, "missing")]);
    assert.equal(code, 2);
    assert.match(stdout.replaceAll(/\n +/g, " "), /round\.yaml: its links go round in a circle/);
    assert.match(stdout.replaceAll(/\n +/g, " "), /missing: there is no such file or folder/);
    if (process.getuid?.() === 0) return;
    chmodSync(join(folder, "good.yaml"), 0);
    assert.match((await rampart(["check", folder])).stdout, /it may not be read/);
  });

  it("names and counts documents that are no Kubernetes objects", async () => {
    const { code, stdout } = await check({
      "values.yaml": "replicas: 2\n",
      "good.yaml": `${GOOD_POD}---\n- a list\n---\nkind: Pod\n`,
    });
    assert.equal(code, 0);
    assert.match(stdout, /Skipped: 3\n/);
    for (const place of [
      /good\.yaml:\d+: no mapping/,
      /good\.yaml:\d+: no apiVersion/,
      /values\.yaml:1: no apiVersion/,
    ])
      assert.match(stdout, place);
  });

  const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a policy that there is not",
      ["--policy", "no-rot-user"],
      /^There is no policy "no-rot-user"\. Did you mean "no-root-user"\?\n$/,
    ],
    ["an excluded one that there is not", ["--exclude", "no-rot-user"], /Did you mean "no-root-user"\?\n$/],
    [
      "a version that is none",
      ["--kubernetes-version", "newest"],
      /^kubernetesVersion must be a version from 1\.25 on/,
    ],
    [
      "an unknown format",
      ["--format", "xml"],
      /argument 'xml' is invalid\. Allowed choices are text, json, sarif, junit, gitlab, markdown, html\./,
    ],
    [
      "a configuration that is not there",
      ["--config", "none.json"],
      /^none\.json: there is no such file or folder\.\n$/,
    ],
    [
      "no policy that is left",
      ["--policy", "no-root-user", "--exclude", "no-root-user"],
      /^No policy is left to judge by\./,
    ],
  ];
  for (const [mistake, options, message] of MISTAKES)
    it(`answers ${mistake} with one message and exit code 2`, async () => {
      const { code, stdout, stderr } = await check({ "good.yaml": GOOD_POD }, ...options);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.equal(stdout, "");
    });

  const CONFIGURATIONS: readonly (readonly [string, string, RegExp])[] = [
    [
      "an unknown policy",
      '{"no-rot-user": "advisory"}',
      /There is no policy "no-rot-user"\. Did you mean "no-root-user"\?/,
    ],
    [
      "an unknown setting",
      '{"restrict-image-registries": {"allow": []}}',
      /There is no setting of restrict-image-registries "allow"\. Did you mean "/,
    ],
    [
      "a wrong level",
      '{"all": "mandatroy"}',
      /c\.yaml:1: all must be one of mandatory, advisory, disabled, remediate\. Did you mean "mandatory"\?/,
    ],
    ["broken YAML", "a: [1\nb: 2\n", /c\.yaml:\d: /],
  ];
  for (const [mistake, text, message] of CONFIGURATIONS)
    it(`answers a configuration with ${mistake} with one message and exit code 2`, async () => {
      const { code, stderr } = await check(
        { "good.yaml": GOOD_POD },
        "--config",
        join(folderWith({ "c.yaml": text }), "c.yaml"),
      );
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
});
