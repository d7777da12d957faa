import assert from "node:assert/strict";
import { join } from "node:path";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_LINE, SHARING_POD } from "../check/manifests.js";

const EXPIRES = dayAfter(today(), 10);
const VALUE = `expires=${EXPIRES}; owner=team-shop; reason=The agent reads the host's processes`;
const annotated = (pod: string, id = "no-host-namespaces", value = VALUE): string =>
  pod.replace("  labels:", `  annotations:\n    rampart.dev/exempt-${id}: ${value}\n  labels:`);
const central = (expires = EXPIRES, more = ""): string =>
  `exemptions:\n  - policies: [no-host-namespaces]\n    match: {name: shell, namespace: shop}\n    reason: a\n    owner: b\n    expires: ${expires}\n${more}`;

async function check(pod: string, file?: string, ...options: readonly string[]) {
  const folder = folderWith({ "pod.yaml": pod, ...(file === undefined ? {} : { "central.txt": file }) });
  const central = file === undefined ? [] : ["--exemptions", join(folder, "central.txt")];
  const run = await rampart(["check", join(folder, "pod.yaml"), ...central, ...options]);
  return { ...run, folder };
}

describe("rampart check with exemptions", () => {
  it("passes what an annotation exempts, and shows by whom, why and until when", async () => {
    const { code, stdout } = await check(annotated(SHARING_POD));
    assert.equal(code, 0, stdout);
    assert.match(stdout, new RegExp(`\n +${SHARING_LINE + 2} exempt {2}no-host-namespaces\n`));
    const text = stdout.replaceAll(/\n +/g, " ");
    assert.ok(text.includes(`Exempt until ${EXPIRES} (team-shop`), text);
    assert.match(text, /The agent reads the host's processes/);
    assert.match(stdout, /No violations\./);
    assert.doesNotMatch(stdout, /nobody has looked/);
  });

  it("passes what the central file exempts", async () => {
    const { code, stdout } = await check(SHARING_POD, central());
    assert.equal(code, 0, stdout);
    assert.match(stdout, /exempt {2}no-host-namespaces/);
  });

  it("fails on the day after, and says since when", async () => {
    const ended = dayAfter(today(), -1);
    const { code, stdout } = await check(SHARING_POD, central(ended));
    assert.equal(code, 1);
    assert.match(stdout, new RegExp(`hostPID=true \\(spec\\)\\. It was exempt until ${ended}\\.`));
    assert.match(stdout, /expired-exemption \(advisory\)/);
  });

  it("fails on what somebody wrote and nobody can read, at its line", async () => {
    const { code, stdout } = await check(annotated(GOOD_POD, "no-host-namespace"));
    assert.equal(code, 1);
    assert.match(stdout, / {4}7 high {6}invalid-exemption\n[\s\S]*Did you mean\n? *"no-host-namespaces"\?/);
  });

  it("calls nothing unused where something could not be looked at", async () => {
    const { code, stdout } = await check(`${GOOD_POD}---\napiVersion: v1\nkind: [\n`, central());
    assert.equal(code, 2);
    assert.doesNotMatch(stdout, /unused-exemption/);
  });

  it("tells what is unused, of the policies that were judged by, and does not fail", async () => {
    const all = await check(GOOD_POD, central());
    assert.equal(all.code, 0, all.stdout);
    assert.match(
      all.stdout,
      /central\.txt\n {2}Exemption no-host-namespaces\n {4}2 low {7}unused-exemption \(advisory\)/,
    );
    const some = await check(GOOD_POD, central(), "--policy", "no-root-user");
    assert.doesNotMatch(some.stdout, /unused-exemption/);
  });

  it("lets the central file forbid and cap what an annotation states", async () => {
    const rules = [
      ["neverExempt: [no-host-namespaces]\n", /forbidden-exemption/],
      ["maximumDays: {high: 9}\n", /exemption-past-cap/],
    ] as const;
    for (const [rule, id] of rules) {
      const { code, stdout } = await check(annotated(SHARING_POD), rule);
      assert.equal(code, 1);
      assert.match(stdout, id);
      assert.match(stdout, /high {6}no-host-namespaces/);
    }
  });

  it("does not check by a central file that is broken or not there", async () => {
    for (const file of ["exemptions: [", central("31.12.2026"), "", central(EXPIRES, "neverExempt: [no-rot-user]\n")]) {
      const { code, stdout, stderr } = await check(SHARING_POD, file);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, /^.*central\.txt(?::\d+)?: .*\.|\?\n$/);
    }
    const missing = await rampart(["check", folderWith({ "a.yaml": GOOD_POD }), "--exemptions", "none.yaml"]);
    assert.deepEqual(
      [missing.code, missing.stdout, missing.stderr],
      [2, "", "none.yaml: there is no such file or folder.\n"],
    );
  });

  it("keeps the reason in JSON and SARIF", async () => {
    const json = await check(annotated(SHARING_POD), undefined, "--format", "json");
    const { findings, summary } = JSON.parse(json.stdout);
    assert.equal(findings[0].status, "exempt");
    const { match: _, ...stated } = findings[0].exemption;
    assert.deepEqual(stated, {
      policies: ["no-host-namespaces"],
      reason: "The agent reads the host's processes",
      owner: "team-shop",
      expires: EXPIRES,
      channel: "annotation",
      statedAt: `${json.folder}/pod.yaml:7`,
    });
    assert.deepEqual([summary.statuses.exempt, summary.statuses.violation], [1, 0]);
    const sarif = await check(SHARING_POD, central(), "--format", "sarif");
    const [result] = JSON.parse(sarif.stdout).runs[0].results;
    const [suppression, ...others] = result.suppressions;
    assert.deepEqual(others, []);
    assert.deepEqual([suppression.kind, suppression.status], ["external", "accepted"]);
    for (const part of ["a", "b", EXPIRES]) assert.ok(suppression.justification.includes(part), part);
    assert.equal(suppression.properties.statedAt, `${sarif.folder}/central.txt:2`);
  });
});
