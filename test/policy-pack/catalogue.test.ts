import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { POD_SECURITY_STANDARDS } from "../../controls/index.js";
import { policies } from "../../policy-pack/policies/index.js";

const FOLDER = resolve(__dirname, "../../policy-pack/policies");
const camelCase = (id: string) => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

describe("the catalogue of policies", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".js") && basename(file) !== "index.js",
  );

  it("lists every file once, sorted by id", () => {
    const ids = policies.map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort());
    assert.deepEqual(ids, files.map((file) => basename(file, ".js")).sort());
  });

  it("names every policy as its file and its export, in the folder of its topic", () => {
    for (const file of files) {
      const id = basename(file, ".js");
      const policy = policies.find((candidate) => candidate.id === id);
      assert.deepEqual(Object.entries(require(resolve(FOLDER, file))), [[camelCase(id), policy]]);
      assert.equal(file.split(/[\\/]/)[0], policy?.topic);
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
