import assert from "node:assert/strict";
import fc from "fast-check";
import { forProgram, forServer } from "../../../../sandbox/plugins/kubernetes/extension-keys.js";
import { sameQuantity } from "../../../../sandbox/plugins/kubernetes/quantities.js";
import {
  decode,
  encode,
  hasSecret,
  hasUnknown,
  type Json,
  mapAt,
  reveal,
  Secret,
  stringAt,
  UNKNOWN,
  type Value,
  withSecretsOf,
} from "../../../../sandbox/plugins/provider/values.js";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (rest: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
const UNKNOWN_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Value>(null, true, false, UNKNOWN),
    fc.integer(),
    fc.string(),
    tie("value").map((inner) => new Secret(inner)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("Kubernetes provider: values", () => {
  const WIRE: readonly [title: string, wire: unknown, value: Value][] = [
    ["an unknown text", UNKNOWN_WIRE, UNKNOWN],
    ["an unknown number", "3eeb2bf0-c639-47a8-9e75-3b44932eb421", UNKNOWN],
    ["a secret", secret({ a: [1] }), new Secret({ a: [1] })],
    ["a known output", output({ value: "a" }), "a"],
    ["an unknown output", output({}), UNKNOWN],
    ["a secret output", output({ value: "a", secret: true }), new Secret("a")],
    ["an absent value", undefined, null],
  ];
  for (const [title, wire, value] of WIRE) it(`reads ${title}`, () => assert.deepEqual(decode(wire), value));

  it("refuses what an API server cannot take", () =>
    assert.throws(() => decode({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17" }), /assets, archives/));

  it("writes what it reads", () =>
    fc.assert(fc.property(values, (value) => assert.deepEqual(decode(encode(value)), value))));

  it("reveals all but the unknown", () =>
    fc.assert(
      fc.property(values, (value) => {
        if (hasUnknown(value)) assert.throws(() => reveal(value), /not known yet/);
        else assert.ok(!hasSecret(reveal(value)));
      }),
    ));

  it("sees through secrets", () => {
    assert.deepEqual(mapAt(new Secret({ a: 1 })), { a: 1 });
    assert.equal(stringAt(new Secret(new Secret("a"))), "a");
    assert.deepEqual(mapAt("a"), {});
    assert.equal(stringAt(1), undefined);
  });

  const HIDDEN: readonly [title: string, inputs: Value, result: Value, hidden: Value][] = [
    ["a value", { a: new Secret("s") }, { a: "s", b: 1 }, { a: new Secret("s"), b: 1 }],
    ["a map", new Secret({ a: "s" }), { a: "s" }, new Secret({ a: "s" })],
    [
      "an item",
      [{ name: "a", value: new Secret("s") }],
      [{ name: "a", value: "s" }],
      [{ name: "a", value: new Secret("s") }],
    ],
    [
      "a list into which somebody put an item",
      [{ name: "a", value: new Secret("s") }],
      [{ name: "new" }, { name: "a", value: "s" }],
      new Secret([{ name: "new" }, { name: "a", value: "s" }]),
    ],
    [
      "a list in another order",
      [{ name: "a", value: new Secret("s") }, { name: "b" }],
      [{ name: "b" }, { name: "a", value: "s" }],
      new Secret([{ name: "b" }, { name: "a", value: "s" }]),
    ],
  ];
  for (const [title, inputs, result, hidden] of HIDDEN)
    it(`keeps ${title} secret`, () => assert.deepEqual(withSecretsOf(inputs, result), hidden));

  it("translates the extensions in definitions both ways", () => {
    const program: Json = { schema: [{ x_kubernetes_int_or_string: true, x_other: 1 }] };
    const server: Json = { schema: [{ "x-kubernetes-int-or-string": true, x_other: 1 }] };
    assert.deepEqual(forServer(program), server);
    assert.deepEqual(forProgram(server), program);
  });

  const QUANTITIES: readonly [a: string, b: string, same: boolean][] = [
    ["1000m", "1", true],
    ["0.5", "500m", true],
    ["1024Mi", "1Gi", true],
    ["1G", "1Gi", false],
    ["1e3", "1k", true],
    ["-1", "1", false],
    ["100%", "1", false],
    ["", "0", false],
    ["text", "text", false],
  ];
  for (const [a, b, same] of QUANTITIES)
    it(`"${a}" and "${b}" are ${same ? "one quantity" : "not the same"}`, () => assert.equal(sameQuantity(a, b), same));
});
