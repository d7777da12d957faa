import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../../cli/fix/replaced-file.js";
import { folderWith } from "../check/manifests.js";

describe("replacing a file", () => {
  const [old, fresh] = [Buffer.from("old\n"), Buffer.from("new\n")];

  it("leaves one that has changed meanwhile, and nothing beside it", () => {
    const folder = folderWith({ "a.yaml": "edited\n" });
    assert.match(replaceFile(join(folder, "a.yaml"), old, fresh) ?? "", /^it was not fixed: it has changed meanwhile$/);
    assert.equal(readFileSync(join(folder, "a.yaml"), "utf8"), "edited\n");
    assert.deepEqual(readdirSync(folder), ["a.yaml"]);
  });

  it("says that one is gone", () => {
    const folder = folderWith({});
    assert.equal(replaceFile(join(folder, "a.yaml"), old, fresh), "it was not fixed: it is gone");
    assert.deepEqual(readdirSync(folder), []);
  });
});
