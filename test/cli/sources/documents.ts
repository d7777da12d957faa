import assert from "node:assert/strict";
import { isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import { type Document, documentsOf } from "../../../cli/sources/kubernetes-yaml.js";

/** The documents of a text that must all be readable. */
export function readable(text: string): Document[] {
  return [...documentsOf(text)].map((document) => {
    assert.ok(!("problem" in document), "problem" in document ? document.problem : "");
    return document;
  });
}

/** Where the `yaml` package, which is another parser, sees each value: of a key in a mapping, the key. */
export function* linesIn(
  node: unknown,
  lines: LineCounter,
  path = "",
  own?: Node,
): Generator<readonly [string, number]> {
  const at = (own ?? (node as Node | null))?.range?.[0];
  if (path !== "" && at !== undefined) yield [path, lines.linePos(at).line];
  if (isMap(node))
    for (const { key, value } of node.items)
      yield* linesIn(value, lines, `${path}${path === "" ? "" : "."}${isScalar(key) ? key.value : ""}`, key as Node);
  if (isSeq(node)) for (const [index, item] of node.items.entries()) yield* linesIn(item, lines, `${path}[${index}]`);
}
