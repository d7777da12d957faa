import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, restOfContainer, SHARING_POD } from "./manifests.js";

const TWO_CONTAINERS = `${SHARING_POD}    - name: side
${restOfContainer("side")}`;

/** A folder with a manifest and the baseline of it. */
async function accepted(
  manifest: string,
  format: "own" | "json" = "own",
): Promise<{ folder: string; baseline: string }> {
  const folder = folderWith({ "pod.yaml": manifest });
  const baseline = join(folder, "baseline");
  const options = format === "own" ? ["--write-baseline", baseline] : ["--format", "json", "--output", baseline];
  const { code, stderr } = await rampart(["check", folder, ...options]);
  assert.deepEqual([code, stderr], [format === "own" ? 0 : 1, ""]);
  return { folder, baseline };
}

/** What the check says of another manifest in the same place. */
async function then(
  manifest: string,
  { folder, baseline }: { folder: string; baseline: string },
  ...options: string[]
) {
  writeFileSync(join(folder, "pod.yaml"), manifest);
  return rampart(["check", join(folder, "pod.yaml"), "--baseline", baseline, ...options]);
}

describe("a check against a baseline", () => {
  for (const format of ["own", "json"] as const)
    it(`passes what was there, marked, and fails what is new (${format === "own" ? "its own format" : "a JSON report"})`, async () => {
      const before = await accepted(SHARING_POD, format);
      const same = await then(`# a line more\n---\n${SHARING_POD}`, before);
      assert.equal(same.code, 0, same.stdout);
      assert.match(same.stdout, /no-host-namespaces \(in the baseline\)/);
      assert.match(same.stdout, /1 violation: 1 high; 0 new, 1 in the baseline\.[\s\S]*\nPassed: nothing new\.\n$/);
      const more = await then(SHARING_POD.replace("Escalation: false", "Escalation: true"), before);
      assert.equal(more.code, 1);
      assert.match(more.stdout, /no-privilege-escalation\n/);
      assert.match(more.stdout, /Failed: there are new findings\.\n$/);
    });

  it("does not let a known violation hide another one of the same policy on the same object", async () => {
    const privileged = (...containers: readonly string[]): string =>
      containers.reduce(
        (text, name) =>
          text.replace(new RegExp(`(name: ${name}\n[\\s\\S]*?)allowPrivilegeEscalation: false`), "$1privileged: true"),
        TWO_CONTAINERS,
      );
    const containers = await accepted(privileged("app"));
    assert.equal((await then(privileged("app"), containers)).code, 0);
    const both = await then(privileged("app", "side"), containers);
    assert.equal(both.code, 1);
    assert.match(both.stdout, /no-privileged-containers\n/);
    const field = await accepted(SHARING_POD);
    assert.equal((await then(SHARING_POD.replace("hostPID: yes", "hostPID: yes\n  hostIPC: true"), field)).code, 1);
    const volumes = (count: number): string =>
      `${SHARING_POD}  volumes: [${Array.from({ length: count }, (_, index) => `{name: v${index}, hostPath: {path: /v${index}}}`).join(", ")}]\n`;
    const volume = await accepted(volumes(1));
    assert.equal((await then(volumes(1), volume)).code, 0);
    assert.equal((await then(volumes(2), volume)).code, 1);
  });

  it("knows a violation again when its container has moved", async () => {
    const before = await accepted(
      SHARING_POD.replace("image: registry", "tty: true\n      image: other.example/registry"),
    );
    const first = "  containers:\n";
    const [head = "", container = ""] = TWO_CONTAINERS.split(/(?= {4}- name: side)/);
    const moved = head
      .replace("image: registry", "tty: true\n      image: other.example/registry")
      .replace(first, first + container);
    const { code, stdout } = await then(moved, before);
    assert.equal(code, 0, stdout);
  });

  it("counts: the same violation on a second object of the same name is new", async () => {
    const before = await accepted(SHARING_POD);
    const { code, stdout } = await then(`${SHARING_POD}---\n${SHARING_POD}`, before);
    assert.equal(code, 1);
    assert.match(stdout, /2 violations: 2 high; 1 new, 1 in the baseline\./);
  });

  it("tells what has gone, and does not call gone what was not judged", async () => {
    const before = await accepted(SHARING_POD);
    const fixed = await then(GOOD_POD, before);
    assert.equal(fixed.code, 0);
    assert.match(fixed.stdout, /Pod shop\/shell: no-host-namespaces is gone\n/);
    assert.match(fixed.stdout, /1 finding of the baseline is gone: write it again\.\n/);
    const off = await then(GOOD_POD, before, "--exclude", "no-host-namespaces");
    assert.match(off.stdout, /1 finding of the baseline was not judged this time\.\n/);
    assert.doesNotMatch(off.stdout, /gone/);
    const broken = await then("apiVersion: v1\nkind: [\n", before);
    assert.equal(broken.code, 2);
    assert.match(broken.stdout, /not judged this time/);
  });

  it("calls gone what was in a file that is no more, and not what is in a file that was not looked at", async () => {
    const before = await accepted(SHARING_POD);
    const other = folderWith({ "good.yaml": GOOD_POD });
    const elsewhere = await rampart(["check", other, "--baseline", before.baseline]);
    assert.match(elsewhere.stdout, /1 finding of the baseline was not judged this time\.\n/);
    assert.doesNotMatch(elsewhere.stdout, /gone/);
    rmSync(join(before.folder, "pod.yaml"));
    assert.match(
      (await rampart(["check", other, "--baseline", before.baseline])).stdout,
      /no-host-namespaces is gone\n/,
    );
  });

  it("says in every format what is new", async () => {
    const before = await accepted(SHARING_POD);
    const both = SHARING_POD.replace("Escalation: false", "Escalation: true");
    const json = JSON.parse((await then(both, before, "--format", "json")).stdout) as {
      findings: readonly { policy: string; inBaseline: boolean }[];
      summary: { baseline: Readonly<Record<string, unknown>> };
    };
    const known = json.findings.filter(({ inBaseline }) => inBaseline).map(({ policy }) => policy);
    assert.deepEqual(known, ["no-host-namespaces"]);
    assert.deepEqual(json.summary.baseline, {
      file: before.baseline,
      known: 1,
      new: json.findings.length - 1,
      gone: [],
      notJudged: 0,
    });
    const sarif = (await then(both, before, "--format", "sarif")).stdout;
    assert.deepEqual(
      new Set(sarif.match(/"baselineState":"\w+"/g)),
      new Set(['"baselineState":"unchanged"', '"baselineState":"new"']),
    );
  });

  it("is written with an entry a line, and the same for the same violations", async () => {
    const { baseline } = await accepted(SHARING_POD);
    const text = readFileSync(baseline, "utf8");
    assert.match(
      text,
      /^\{\n {2}"baseline": 1,\n {2}"findings": \[\n {4}\{"fingerprint":"[0-9a-f]{32}","policy":"no-host-namespaces".*\}\n {2}\]\n\}\n$/,
    );
  });

  it("is not written where something could not be read", async () => {
    const folder = folderWith({ "a.yaml": SHARING_POD, "b.yaml": "apiVersion: v1\nkind: [\n" });
    const { code, stdout } = await rampart(["check", folder, "--write-baseline", join(folder, "baseline")]);
    assert.equal(code, 2);
    assert.match(stdout, /Not checked completely\./);
    assert.ok(!existsSync(join(folder, "baseline")));
  });

  const BROKEN: readonly (readonly [string, string | undefined, RegExp])[] = [
    ["that is not there", undefined, /baseline: there is no such file or folder\.\n$/],
    ["that is empty", "", /baseline:1: it is no JSON\.\n$/],
    ["that is cut", '{\n  "baseline": 1,\n  "findings": [\n', /baseline:3: it is no JSON\.\n$/],
    ["with a comma too many", '{\n  "baseline": 1,\n  "findings": [],\n}\n', /baseline:\d: it is no JSON\.\n$/],
    [
      "that is something else",
      '{"name": "x"}',
      /baseline: it is neither a baseline nor a JSON report of rampart check\.\n$/,
    ],
    ["that is a list", "[]", /it is neither a baseline nor a JSON report/],
    ["of another version", '{"baseline": 2, "findings": []}', /baseline: its baseline must be 1\.\n$/],
    ["from a report of another version", '{"version": 2, "findings": []}', /baseline: its version must be 1\.\n$/],
    [
      "with a broken entry",
      '{"baseline": 1, "findings": [{"fingerprint": "x"}]}',
      /baseline: findings\[0\]\.fingerprint must be 32 hexadecimal digits\.\n$/,
    ],
    [
      "from a report without fingerprints",
      '{"version": 1, "findings": [{"status": "violation", "path": "spec", "policy": "x"}]}',
      /findings\[0\]\.fingerprint must be/,
    ],
  ];
  for (const [what, text, message] of BROKEN)
    it(`answers one ${what} with one message and exit code 2`, async () => {
      const folder = folderWith({ "pod.yaml": SHARING_POD, ...(text === undefined ? {} : { baseline: text }) });
      const { code, stdout, stderr } = await rampart([
        "check",
        join(folder, "pod.yaml"),
        "--baseline",
        join(folder, "baseline"),
      ]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    });

  it("is not read and written at once", async () => {
    const { code, stderr } = await rampart(["check", ".", "--baseline", "a", "--write-baseline", "b"]);
    assert.equal(code, 2);
    assert.match(stderr, /'--write-baseline <file>' cannot be used with option '--baseline <file>'/);
  });
});
