import type { Edit, Path } from "../../policy-pack/edit.js";
import {
  blockLines,
  field,
  flowLines,
  indentOf,
  inline,
  type Layout,
  lineEnd,
  lineStart,
  type NewFields,
  type NewValue,
  prefixOf,
} from "./text-layout.js";
import { RigidText, significant, type TextEntry, type TextList, type TextMap, type TextNode } from "./text-tree.js";

/** Text that takes the place of other text. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The least changes of a text by which its values change as the edits say. Sets and appends, or removals: a removal can
 * take the line behind which a field would be added.
 *
 * @throws RigidText where the layout does not allow it.
 */
export function textChanges(root: TextNode, edits: readonly Edit[], layout: Layout): readonly TextChange[] {
  const changes: TextChange[] = [];
  descend(root, undefined, wanted(edits), layout, changes);
  return changes;
}

/** What is wanted below one value. */
interface Wanted {
  readonly below: Map<string | number, Wanted>;
  edit?: Exclude<Edit, { readonly path: Path; readonly remove: true }>;
  removed?: true;
}

function wanted(edits: readonly Edit[]): Wanted {
  const root: Wanted = { below: new Map() };
  for (const edit of edits) {
    let node = root;
    for (const step of edit.path) {
      const next: Wanted = node.below.get(step) ?? { below: new Map() };
      node.below.set(step, next);
      node = next;
    }
    if ("remove" in edit) node.removed = true;
    else node.edit ??= edit;
  }
  return root;
}

/** @param entry what has the node as its value. */
function descend(
  node: TextNode,
  entry: TextEntry | undefined,
  { below, edit }: Wanted,
  layout: Layout,
  changes: TextChange[],
): void {
  if (edit !== undefined) changes.push(...edited(node, edit, layout));
  if (below.size === 0) return;
  const removed = [...below].flatMap(([key, { removed }]) => (removed ? [key] : []));
  if (node.kind === "map") {
    if (removed.length > 0)
      changes.push(
        ...removals(
          node,
          node.entries.map(({ name }) => removed.includes(name)),
          node.entries,
          entry,
          layout,
        ),
      );
    const absent = new Map<string, NewValue>();
    for (const [key, inner] of below) {
      if (inner.removed) continue;
      const own = node.entries.find(({ name }) => name === key);
      if (own === undefined) absent.set(String(key), newValue(inner));
      else descend(own.value, own, inner, layout, changes);
    }
    // Last, since it comes behind what is changed inside.
    if (absent.size > 0) changes.push(addedFields(node, absent, layout));
  } else if (node.kind === "list") {
    if (removed.length > 0)
      changes.push(
        ...removals(
          node,
          node.items.map((_, index) => removed.includes(index)),
          node.items,
          entry,
          layout,
        ),
      );
    for (const [key, inner] of below) {
      const item = node.items[Number(key)];
      if (item === undefined) throw new RigidText();
      if (!inner.removed) descend(item, undefined, inner, layout, changes);
    }
  } else if (node.kind === "scalar") changes.push(insteadOfNull(node, entry, fieldsOf(below), layout));
  else throw new RigidText();
}

const fieldsOf = (below: Wanted["below"]): NewFields =>
  new Map([...below].map(([key, inner]) => [String(key), newValue(inner)]));

function newValue({ below, edit }: Wanted): NewValue {
  if (edit === undefined) return fieldsOf(below);
  return "set" in edit ? edit.set : [edit.append];
}

function edited(node: TextNode, edit: NonNullable<Wanted["edit"]>, layout: Layout): readonly TextChange[] {
  if ("append" in edit && node.kind === "list") return [appended(node, edit.append, layout)];
  if (node.kind !== "scalar" || node.style === "block") throw new RigidText();
  const value = "set" in edit ? edit.set : [edit.append];
  const quoted = typeof value === "string" && node.style === "single" ? `'${value}'` : undefined;
  const text = typeof value === "string" && node.style === "double" ? JSON.stringify(value) : inline(value, layout);
  return [written(node.start, node.end, quoted ?? text)];
}

/** In place of nothing, a value needs a blank before it. */
const written = (start: number, end: number, text: string): TextChange => ({
  start,
  end,
  text: start === end ? ` ${text}` : text,
});

function insteadOfNull(
  { start, end }: TextNode,
  entry: TextEntry | undefined,
  fields: NewFields,
  layout: Layout,
): TextChange {
  if (start !== end) return { start, end, text: inline(fields, layout) };
  const { source } = layout;
  const indent = entry === undefined ? "" : prefixOf(source, entry.start);
  if (entry === undefined || !/^ *(?:- +)*$/.test(indent)) return written(start, end, inline(fields, layout));
  return lineBehind(end, blockLines(fields, indent.replaceAll("-", " ") + layout.step, layout), layout);
}

/** New lines behind the one with the end of a value. */
function lineBehind(end: number, lines: readonly string[], { source, eol }: Layout): TextChange {
  const text = lines.join(eol);
  // The text of a block scalar ends with its line.
  if (source[end - 1] === "\n") return { start: end, end, text: text + eol };
  const at = lineEnd(source, end);
  if (!/^[ \t]*(?:#.*)?$/.test(source.slice(end, at))) throw new RigidText();
  return { start: at, end: at, text: eol + text };
}

function addedFields(map: TextMap, fields: NewFields, layout: Layout): TextChange {
  const { source } = layout;
  const last = map.entries.at(-1);
  if (!map.flow) return lineBehind(map.end, blockLines(fields, indentOf(source, map), layout), layout);
  const compact = layout.json && !/":\s/.test(source);
  const texts = [...fields].map(([key, value]) => field(key, value, layout, compact));
  if (last === undefined) return { start: map.start + 1, end: map.start + 1, text: texts.join(compact ? "," : ", ") };
  const next = significant(source, last.end);
  const trailing = source[next] === ",";
  const at = trailing ? next + 1 : last.end;
  const comma = trailing ? "" : ",";
  const indent = prefixOf(source, last.start);
  if (!/^[ \t]*$/.test(indent))
    return { start: at, end: at, text: `${comma}${compact ? "" : " "}${texts.join(compact ? "," : ", ")}` };
  const outer = prefixOf(source, map.end - 1);
  const step = /^[ \t]*$/.test(outer) && indent.startsWith(outer) ? indent.slice(outer.length) : layout.step;
  return { start: at, end: at, text: `${comma}${layout.eol}${indent}${flowLines(fields, indent, step, layout)}` };
}

function appended(list: TextList, item: string, layout: Layout): TextChange {
  const { source } = layout;
  const last = list.items.at(-1);
  const text = inline(item, layout);
  if (list.flow) {
    if (last === undefined) return { start: list.start + 1, end: list.start + 1, text };
    const next = significant(source, last.end);
    const indent = prefixOf(source, last.start);
    const before = /^[ \t]*$/.test(indent) ? `${layout.eol}${indent}` : " ";
    return source[next] === ","
      ? { start: next + 1, end: next + 1, text: before + text }
      : { start: last.end, end: last.end, text: `,${before}${text}` };
  }
  const indent = prefixOf(source, list.start);
  if (!/^[ -]*$/.test(indent)) throw new RigidText();
  return lineBehind(list.end, [`${indent.replaceAll("-", " ")}- ${text}`], layout);
}

/** What stands before an entry or item that has its lines for itself. */
const OWN_LINE = { map: /^ *$/, list: /^ *- +$/ } as const;

/** Takes the marked entries or items away. */
function removals(
  { kind, flow, start: open, end: close }: TextMap | TextList,
  marked: readonly boolean[],
  parts: readonly { readonly start: number; readonly end: number }[],
  entry: TextEntry | undefined,
  { source }: Layout,
): TextChange[] {
  if (flow) {
    if (!marked.includes(false)) return [{ start: open + 1, end: close - 1, text: "" }];
    const lastKept = marked.lastIndexOf(false);
    return parts.flatMap(({ start, end }, index) => {
      if (!marked[index]) return [];
      // Up to the next one; what comes last takes the comma before it along.
      if (index < lastKept) return [{ start, end: parts[index + 1]?.start ?? end, text: "" }];
      return [{ start: parts[index - 1]?.end ?? start, end, text: "" }];
    });
  }
  const changes = parts.flatMap(({ start, end }, index) => {
    if (!marked[index]) return [];
    const first = lineStart(source, start);
    if (!OWN_LINE[kind].test(prefixOf(source, start))) throw new RigidText();
    const last = source[end - 1] === "\n" ? end : Math.min(lineEnd(source, end) + 1, source.length);
    return [{ start: first, end: source[last - 1] === "\r" ? last + 1 : last, text: "" }];
  });
  if (marked.includes(false)) return changes;
  if (entry === undefined) throw new RigidText();
  return [{ start: entry.colon, end: entry.colon, text: kind === "list" ? " []" : " {}" }, ...changes];
}

/** The text after changes that do not overlap; those at the same place in their order. */
export function withChanges(source: string, changes: readonly TextChange[]): string {
  let text = "";
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.start - b.start)) {
    if (change.start < at) throw new RigidText();
    text += source.slice(at, change.start) + change.text;
    at = change.end;
  }
  return text + source.slice(at);
}
