import assert from "node:assert/strict";
import fc from "fast-check";
import { LineCounter, parseAllDocuments, stringify } from "yaml";
import { linesIn, readable } from "./documents.js";

const key = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
const text = fc.oneof(
  key,
  fc.lorem({ maxCount: 30 }),
  fc.constantFrom("", "a: b", "# no comment", "two\nlines\n", "- x"),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.oneof(text, fc.integer(), fc.boolean()),
    fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  ),
}));
const layout = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom("any", "block", "flow"),
  defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
  lineWidth: fc.constantFrom(0, 30, 80),
} as const);

describe("the line of a value", () => {
  it("is where another parser sees it, in every document of a file", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), layout), {
          minLength: 1,
          maxLength: 4,
        }),
        (documents) => {
          const file = documents.map(([value, options]) => `# a comment\n---\n${stringify(value, options)}`).join("");
          const lines = new LineCounter();
          const theirs = parseAllDocuments(file, { lineCounter: lines });
          const ours = readable(file).filter(({ value }) => value !== null && value !== undefined);
          assert.ok(Array.isArray(theirs));
          assert.equal(ours.length, documents.length);
          for (const [index, { contents }] of theirs.filter(({ contents }) => contents !== null).entries())
            for (const [path, line] of linesIn(contents, lines))
              assert.equal(ours[index]?.lineOf(path), line, `${path} of document ${index} in\n${file}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  const CASES: readonly (readonly [string, string, string, number])[] = [
    ["a value that is absent: the deepest one above it", "a:\n  b:\n    - c: 1\n", "a.b[0].d.e", 3],
    ["a key with dots", 'a:\n  b.c: 1\n  "x.y/z": 2\n', "a.x.y/z", 3],
    ["the longest key that fits", "a:\n  b: {c: 1}\n  b.c: 2\n", "a.b.c", 3],
    ["an alias: where the value is written", "base: &b\n  c: 1\nuse: *b\n", "use.c", 2],
    ["a merge key: where the value is written", "base: &b\n  c: 1\nuse:\n  <<: *b\n  d: 2\n", "use.c", 2],
    ["the own key beside a merge key", "base: &b\n  c: 1\nuse:\n  <<: *b\n  c: 2\n", "use.c", 5],
    ["the first of several merged", "x: &x {c: 1}\ny: &y {d: 1}\nuse:\n  <<: [*y, *x]\n", "use.c", 1],
    ["an item that is not there", "a:\n- 1\n", "a[7]", 1],
    ["JSON with tabs", '{\n\t"a": {\n\t\t"b": [\n\t\t\t1,\n\t\t\t2\n\t\t]\n\t}\n}\n', "a.b[1]", 5],
    ["lines that end as on Windows", "a: 1\r\nb:\r\n  c: 2\r\n", "b.c", 3],
    ["a file that begins with a byte order mark", "\uFEFFa: 1\nb: 2\n", "b", 2],
    ["a document behind a directive", "%YAML 1.1\n---\na: 1\n---\nb:\n  c: 1\n", "b.c", 6],
  ];
  for (const [what, source, path, line] of CASES)
    it(`of ${what}`, () => assert.equal(readable(source).at(-1)?.lineOf(path), line));
});
