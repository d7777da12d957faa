import assert from "node:assert/strict";
import fc from "fast-check";
import { compareQuantities, parseQuantity, type QuantityText } from "../../policy-pack/kubernetes/quantity.js";

const compare = (a: QuantityText, b: QuantityText) => {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  assert.ok(left !== undefined && right !== undefined, `${a} or ${b} is no quantity`);
  return Math.sign(compareQuantities(left, right));
};

describe("quantities", () => {
  it("are equal in every notation of the Kubernetes API", () => {
    for (const [a, b] of [
      ["1", "1000m"],
      [1, "1"],
      [0.5, "500m"],
      ["1Ki", "1024"],
      ["1.5Gi", "1536Mi"],
      [".5Mi", "512Ki"],
      ["1.", "1"],
      ["+1", "1"],
      ["007", "7"],
      ["1E", "1000P"],
      ["1E3", "1k"],
      ["12e-3", "12m"],
      ["1e+2", "100"],
      ["100u", "0.1m"],
      ["0.1n", "1n"],
      ["-0", "0"],
    ] as const)
      assert.equal(compare(a, b), 0, `${a} and ${b}`);
  });

  it("differ by units that look alike", () => {
    for (const [less, more] of [
      ["128M", "128Mi"],
      ["1G", "1Gi"],
      ["128m", "128M"],
      ["1m", "1"],
      ["-1", "0"],
      ["9007199254740992", "9007199254740993"],
    ] as const) {
      assert.equal(compare(less, more), -1, `${less} and ${more}`);
      assert.equal(compare(more, less), 1);
    }
  });

  it("are none where the API server says so", () => {
    for (const text of [
      "",
      " 1",
      "1 Gi",
      "128MB",
      "1K",
      "1ki",
      "1e",
      "1e1.5",
      "1.2.3",
      ".",
      "one",
      "1_000",
      "0x10",
      "1mi",
    ])
      assert.equal(parseQuantity(text), undefined, text);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) assert.equal(parseQuantity(value), undefined);
  });

  it("know their sign", () => {
    for (const [text, sign] of [
      ["0", 0],
      ["0.000Gi", 0],
      ["-0m", 0],
      ["-1", -1],
      ["1n", 1],
    ] as const)
      assert.equal(parseQuantity(text)?.sign, sign, text);
  });

  it("take exponents of any size at once", () => {
    assert.equal(compare("1e999999999", "1"), 1);
    assert.equal(compare("1e-999999999", "1n"), 0);
    assert.equal(compare("-1e999999999", "0"), -1);
    assert.equal(parseQuantity("9".repeat(100_000)), undefined);
  });

  it("compare as the numbers they stand for", () => {
    const milli = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    const written = (n: number) => fc.constantFrom(`${n}m`, `${n * 1000}u`, `${n}e-3`, `${n / 1000}`);
    fc.assert(
      fc.property(milli, milli, fc.gen(), (a, b, pick) => {
        assert.equal(compare(pick(written, a), pick(written, b)), Math.sign(a - b));
      }),
    );
  });
});
