import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { policyPagePath } from "../../cli/reference/policies-page.js";
import { policies } from "../../policy-pack/policies/index.js";
import { REPOSITORY } from "../support/command.js";

const read = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

describe("the generated files", () => {
  let folder: string;
  before(function () {
    this.timeout(0);
    folder = mkdtempSync(join(tmpdir(), "rampart-docs-"));
    // A process of its own: in this one the tests are loaded already.
    execFileSync(process.execPath, [join(REPOSITORY, "dist/test/docs/generate.js"), folder], { cwd: REPOSITORY });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are what the code says now; npm run docs writes them", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length >= 3);
    for (const { parentPath, name } of files) {
      const file = join(parentPath, name).slice(folder.length + 1);
      assert.equal(read(REPOSITORY, file), read(folder, file), `${file} is out of date: npm run docs`);
    }
  });

  it("show every policy, its messages and examples that are YAML, each on its own page", () => {
    assert.deepEqual(readdirSync(join(folder, "docs/policies")).sort(), policies.map(({ id }) => `${id}.md`).sort());
    const index = read(folder, "docs/POLICIES.md");
    for (const { id, examples, settings = {} } of policies) {
      assert.ok(index.includes(`](policies/${id}.md)`), id);
      const page = read(folder, policyPagePath(id));
      for (const { message } of examples.bad) assert.ok(page.includes(message), `${id}: ${message}`);
      for (const setting of Object.keys(settings)) assert.ok(page.includes(`| \`${setting}\` |`), `${id}: ${setting}`);
      const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)];
      assert.equal(blocks.length, Object.keys(settings).length === 0 ? 2 : 3, id);
      for (const [, text = ""] of blocks)
        for (const document of parseAllDocuments(text)) assert.deepEqual(document.errors, [], id);
    }
  });

  it("leave no page of what is not there any more", () => {
    for (const pages of ["docs/policies", "docs/components"])
      assert.deepEqual(readdirSync(join(REPOSITORY, pages)).sort(), readdirSync(join(folder, pages)).sort());
  });
});
