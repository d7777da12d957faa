import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { POD_SECURITY_STANDARDS } from "../../controls/index.js";
import { policies } from "../../policy-pack/policies/index.js";
import type { Policy } from "../../policy-pack/policy.js";

const FOLDER = resolve(__dirname, "../../policy-pack/policies");
const camelCase = (id: string) => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

describe("the catalogue of policies", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".js") && basename(file) !== "index.js",
  );

  const exportsOf = (file: string): readonly (readonly [string, Policy])[] =>
    Object.entries(require(resolve(FOLDER, file)));

  it("lists every policy of every file once, sorted by id", () => {
    const ids = policies.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)].sort());
    assert.deepEqual(
      new Set(files.flatMap((file) => exportsOf(file).map(([, policy]) => policy))),
      new Set<Policy>(policies),
    );
  });

  it("names every policy as its export, in the folder of its topic, and as its file unless that is a table", () => {
    for (const file of files) {
      const found = exportsOf(file);
      const isTable = found.some(([, { subject }]) => subject === "part");
      if (!isTable)
        assert.deepEqual(
          found.map(([, { id }]) => id),
          [basename(file, ".js")],
        );
      assert.notEqual(found.length, 0, file);
      for (const [name, policy] of found) {
        assert.equal(name, camelCase(policy.id));
        assert.equal(file.split(/[\\/]/)[0], policy.topic);
      }
    }
  });

  it("writes every text in its form", () => {
    for (const { id, title, rationale, remediation, fix } of policies) {
      assert.match(id, /^(no|require|restrict)-[a-z0-9-]+$/);
      assert.match(title, /^[A-Z].* must (not )?.*[^.]$/, id);
      for (const text of [rationale, remediation]) assert.match(text, /^[A-Z].*\.$/, id);
      assert.match(fix, /^[a-z].*[^.]$/, id);
    }
  });

  it("covers every check of the Pod Security Standards by exactly one policy of its level and version", () => {
    for (const { id, level, since } of POD_SECURITY_STANDARDS) {
      const [policy, ...rest] = policies.filter(({ references }) => references.some((reference) => reference === id));
      assert.deepEqual(rest, [], id);
      assert.equal(policy?.profile, level, id);
      if (Number(since.split(".")[1]) > 25) assert.equal(policy?.since, since, id);
    }
  });
});
