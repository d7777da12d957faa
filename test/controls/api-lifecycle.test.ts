import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { API_LIFECYCLES, PAST_API_LIFECYCLES } from "../../controls/api-lifecycle.js";
import { lifecyclesInSource } from "./api-lifecycle-source.js";

const TABLE = resolve(__dirname, "../../../controls/api-lifecycle.ts");
const ROWS = /(\bAPI_LIFECYCLES: readonly ApiLifecycle\[\] = \[)[^;]*(\];)/;

describe("the life cycles of API versions", () => {
  it("are those of the Kubernetes source", function () {
    const source = lifecyclesInSource();
    if (source === undefined) return this.skip();
    if (process.env.UPDATE === "api-lifecycle") {
      const rows = source.map((row) => `  [${row.map((value) => JSON.stringify(value)).join(", ")}],\n`).join("");
      writeFileSync(TABLE, readFileSync(TABLE, "utf8").replace(ROWS, `$1\n${rows}$2`));
      return;
    }
    const message = "controls/api-lifecycle.ts is out of date: run this test with UPDATE=api-lifecycle";
    assert.deepEqual(API_LIFECYCLES, source, message);
  });

  it("deprecate a version no later than they remove it, and name each version once", () => {
    const all = [...API_LIFECYCLES, ...PAST_API_LIFECYCLES];
    for (const [kind, version, deprecated, removed] of all) assert.ok(deprecated <= removed, `${kind} ${version}`);
    assert.equal(new Set(all.map(([kind, version]) => `${kind} ${version}`)).size, all.length);
  });

  it("never end a version that is stable", () => {
    for (const [kind, version] of [...API_LIFECYCLES, ...PAST_API_LIFECYCLES])
      assert.match(version, /alpha|beta/, kind);
  });
});
