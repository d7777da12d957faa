import { isDeepStrictEqual } from "node:util";
import { applyEdits, distinct, type Edit } from "../../policy-pack/edit.js";
import { plainByReading } from "../../policy-pack/unknown.js";
import { type Document, documentsOf } from "../sources/kubernetes-yaml.js";
import { textChanges, withChanges } from "./text-changes.js";
import { layoutOf } from "./text-layout.js";
import { RigidText, textTree } from "./text-tree.js";

/** An edit that is wanted, from the document on. */
export interface WantedEdit {
  readonly edit: Edit;
}

export interface FixedDocument<F> {
  /** The text that takes the place of `Document.text.source`. */
  readonly source: string;
  /** Those that could not be applied; what is in neither place is for the next time. */
  readonly refused: readonly F[];
}

/**
 * Applies as many edits as the text allows: each changes its own fields and nothing else, which is seen by reading the
 * new text again. Where a document has both, removals are left for the next time.
 */
export function fixedDocument<F extends WantedEdit>(
  document: Document,
  all: readonly F[],
  others: readonly Document[],
): FixedDocument<F> {
  const additions = all.filter(({ edit }) => !("remove" in edit));
  const wanted = additions.length > 0 ? additions : all;
  const editsOf = (group: readonly F[]): Edit[] => distinct(group.map(({ edit }) => edit));
  const applied = largest(wanted, (group) => changed(document, others, editsOf(group)) !== undefined);
  const source = applied.length === 0 ? undefined : changed(document, others, editsOf(applied));
  if (source === undefined) return { source: document.text.source, refused: wanted };
  const done = new Set(applied);
  return { source, refused: wanted.filter((each) => !done.has(each)) };
}

/** All that fit, by halves: one that does not fit costs few tries. */
function largest<F>(group: readonly F[], fits: (group: readonly F[]) => boolean): readonly F[] {
  if (group.length === 0 || fits(group)) return group;
  if (group.length === 1) return [];
  const middle = group.length >> 1;
  return [...largest(group.slice(0, middle), fits), ...largest(group.slice(middle), fits)];
}

/** The text with the edits; none where it could not be changed, or more would be changed by it. */
function changed(document: Document, others: readonly Document[], edits: readonly Edit[]): string | undefined {
  const { source, events, root, json, index } = document.text;
  let text: string;
  try {
    const tree = textTree(events, root, source);
    text = withChanges(source, textChanges(tree, edits, layoutOf(source, tree, json)));
  } catch (error) {
    if (error instanceof RigidText) return undefined;
    throw error;
  }
  const expected = others.map(({ value }) => plainByReading({ value }));
  const own = plainByReading({ value: document.value });
  if (!applyEdits(own.value as object, edits)) return undefined;
  expected[index] = plainByReading(own);
  const found = [...documentsOf(text)].map((each) =>
    "problem" in each ? undefined : plainByReading({ value: each.value }),
  );
  return isDeepStrictEqual(found, expected) ? text : undefined;
}
