import assert from "node:assert/strict";
import { FRAMEWORKS, NSA_CISA, POD_SECURITY_STANDARDS } from "../../controls/index.js";

describe("controls", () => {
  it("have ids that are unique across frameworks, and a title each", () => {
    const all: readonly { readonly id: string; readonly title: string }[] = Object.values(FRAMEWORKS).flatMap(
      ({ controls }) => [...controls],
    );
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    for (const { id, title } of all) assert.ok(title.length > 2 && !/[;|]/.test(title.slice(-1)), id);
  });

  it("hold the guide's 100 recommendations and the 19 Pod Security checks", () => {
    assert.equal(NSA_CISA.length, 100);
    assert.equal(POD_SECURITY_STANDARDS.length, 19);
  });
});
