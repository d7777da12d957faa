import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { policies } from "../../../policy-pack/policies/index.js";
import { optionsOf } from "../pods.js";
import { editsFor, fixableExamples, samplesOf } from "./fixing.js";

const [, withFix = "", without = ""] = readFileSync(
  resolve(__dirname, "../../../../docs/REMEDIATION.md"),
  "utf8",
).split(/^## Policies with/m);
const ids = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, id = ""]) => id).sort();
const idsWhere = (fixable: boolean): string[] =>
  policies.filter((policy) => (policy.fixable ?? false) === fixable).map(({ id }) => id);

describe("docs/REMEDIATION.md", () => {
  it("names every policy once: with a fix, or with the reason why there is none", () => {
    assert.deepEqual(ids(withFix, /^\| `([a-z-]+)` \|/gm), idsWhere(true));
    assert.deepEqual(ids(without, /`((?:no|require|restrict)-[a-z-]+)`/g), idsWhere(false));
  });

  it("names what each fix writes", () => {
    for (const { policy, example } of fixableExamples(policies)) {
      const row = withFix.split("\n").find((line) => line.startsWith(`| \`${policy.id}\``)) ?? "";
      for (const sample of samplesOf(example))
        for (const edit of editsFor(sample, [policy], optionsOf(example, policy))) {
          const field = edit.path.findLast((step) => typeof step === "string") ?? "";
          const name = String(field).includes("apparmor") ? "annotations" : String(field);
          assert.ok(row.includes(name), `${policy.id}: ${name}`);
          if ("set" in edit && typeof edit.set !== "number") assert.ok(row.includes(String(edit.set)), policy.id);
        }
    }
  });
});

describe("a policy without a fix", () => {
  it("has no edits for any of its bad examples", () => {
    for (const policy of policies.filter(({ fixable }) => !fixable))
      for (const example of policy.examples.bad)
        for (const sample of samplesOf(example))
          assert.deepEqual(editsFor(sample, [policy], optionsOf(example, policy)), [], policy.id);
  });
});
