import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
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

  it("show every policy, its messages and examples that are YAML", () => {
    const page = read(folder, "docs/POLICIES.md");
    const entries = page.split(/^## /m).slice(1);
    assert.deepEqual(
      entries.map((entry) => entry.split("\n")[0]),
      policies.map(({ id }) => id),
    );
    for (const [index, policy] of policies.entries()) {
      const entry = entries[index] ?? "";
      for (const { message } of policy.examples.bad) assert.ok(entry.includes(message), `${policy.id}: ${message}`);
      const blocks = [...entry.matchAll(/```yaml\n(.*?)```/gs)];
      assert.equal(blocks.length, 2, policy.id);
      for (const [, text = ""] of blocks)
        for (const document of parseAllDocuments(text)) assert.deepEqual(document.errors, [], policy.id);
    }
  });

  it("lead nowhere that is not there", () => {
    for (const page of ["POLICIES.md", "COVERAGE.md"])
      for (const [, target = ""] of read(folder, `docs/${page}`).matchAll(/\]\(([^)]+)\)/g)) {
        const [file = "", anchor] = target.split("#");
        const text = read(REPOSITORY, join("docs", file === "" ? page : file));
        if (anchor === undefined) continue;
        const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
          title
            .toLowerCase()
            .replaceAll(/[^a-z0-9 -]/g, "")
            .replaceAll(" ", "-"),
        );
        assert.ok(anchors.includes(anchor), target);
      }
  });
});
