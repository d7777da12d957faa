import assert from "node:assert/strict";
import { documentsOf } from "../../../cli/sources/kubernetes-yaml.js";
import { readable } from "./documents.js";

/** What kubectl makes of a scalar: sigs.k8s.io/yaml, that is go.yaml.in/yaml/v2 (resolve.go). */
const SCALARS: readonly (readonly [string, unknown])[] = [
  ["yes", true],
  ["On", true],
  ["y", true],
  ["NO", false],
  ["off", false],
  ["yEs", "yEs"],
  ['"yes"', "yes"],
  ["0644", 420],
  ["0o644", 420],
  ["-0x1F", -31],
  ["0b101", 5],
  ["1_000", 1000],
  ["089", 89],
  ["1e3", 1000],
  [".5", 0.5],
  ["-.inf", Number.NEGATIVE_INFINITY],
  ["12:30:45", "12:30:45"],
  ["2024-01-01", "2024-01-01"],
  ["100m", "100m"],
  ["~", null],
  ["", null],
];

describe("YAML is read as kubectl reads it", () => {
  for (const [text, expected] of SCALARS)
    it(`${text || "nothing"} is ${JSON.stringify(expected)}`, () => {
      const [document] = readable(`a: ${text}\n`);
      assert.deepEqual({ ...(document?.value as object) }, { a: expected });
    });

  it("follows aliases and merge keys, the own key first", () => {
    const [document] = readable("base: &b {x: 1, z: 2}\nown:\n  <<: *b\n  z: 3\nsame: *b\n");
    assert.deepEqual(JSON.parse(JSON.stringify(document?.value)), {
      base: { x: 1, z: 2 },
      own: { x: 1, z: 3 },
      same: { x: 1, z: 2 },
    });
  });

  it("takes a key such as __proto__ for a key", () => {
    const [document] = readable("__proto__: {polluted: true}\nconstructor: 1\n");
    assert.deepEqual(Object.keys(document?.value as object), ["__proto__", "constructor"]);
    assert.equal("polluted" in {}, false);
  });

  it("reads documents apart by markers, comments and directives", () => {
    const texts = [
      "# one\na: 1\n---\n# nothing\n---\nb: 2\n...\n---\nc: |\n  --- no marker\n",
      "%YAML 1.1\n---\nd: 4\n",
    ];
    const values = texts.flatMap((text) => readable(text).map(({ value }) => JSON.stringify(value ?? null)));
    assert.deepEqual(
      values.filter((value) => value !== "null"),
      ['{"a":1}', '{"b":2}', '{"c":"--- no marker\\n"}', '{"d":4}'],
    );
  });

  it("reads JSON with tabs, and many JSON documents behind markers", () => {
    const values = readable('{\n\t"a": [1,\t2]\n}\n---\n{"b": 1}\n').map(({ value }) => JSON.stringify(value));
    assert.deepEqual(values, ['{"a":[1,2]}', '{"b":1}']);
  });

  it("tells the line of what is broken, and still reads the rest", () => {
    const found = [...documentsOf("a: 1\n---\nb: [1\nc: 2\n---\nd: 4\n")].map((document) =>
      "problem" in document ? document.line : JSON.stringify(document.value),
    );
    assert.equal(found[0], '{"a":1}');
    assert.equal(found[2], '{"d":4}');
    assert.ok(found[1] === 3 || found[1] === 4, String(found[1]));
  });

  it("refuses a key that comes twice, which would hide the first", () => {
    const [document] = [...documentsOf("spec:\n  hostPID: true\n  hostPID: false\n")];
    assert.ok(document && "problem" in document && document.line === 3, JSON.stringify(document));
  });

  it("refuses aliases that would fill the memory", () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(", ")}]`,
    );
    const [document] = [...documentsOf(`apiVersion: v1\nl0: &l0 [0,1,2,3,4,5,6,7,8,9]\n${levels.join("\n")}\n`)];
    assert.match(document && "problem" in document ? document.problem : "", /aliases repeat its values more than/);
  });
});
