import type { EditValue } from "../../policy-pack/edit.js";
import { RigidText, type TextMap, type TextNode } from "./text-tree.js";

/** What is to be written for a field: its value, or the fields of a map that is not there. */
export type NewValue = EditValue | NewFields;
export interface NewFields extends ReadonlyMap<string, NewValue> {}

export const isFields = (value: NewValue): value is NewFields => value instanceof Map;

const PLAIN = /^[A-Za-z][A-Za-z/]*$/;

/** How the values of a text are written. */
export interface Layout {
  readonly source: string;
  readonly json: boolean;
  readonly eol: string;
  /** By how many blanks a block stands in the one around it. */
  readonly step: string;
}

export function layoutOf(source: string, root: TextNode, json: boolean): Layout {
  const step = " ".repeat(stepOf(source, root) ?? 2);
  return { source, json, eol: source.includes("\r\n") ? "\r\n" : "\n", step };
}

function stepOf(source: string, node: TextNode): number | undefined {
  if (node.kind !== "map" || node.flow) return undefined;
  for (const { value } of node.entries)
    if (value.kind === "map" && !value.flow)
      return indentOf(source, value).length - indentOf(source, node).length || undefined;
  return undefined;
}

export const lineStart = (source: string, at: number): number => source.lastIndexOf("\n", at - 1) + 1;

/** Where the line ends, before its line break. */
export function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  if (end < 0) return source.length;
  return source[end - 1] === "\r" ? end - 1 : end;
}

/** What stands before the offset on its line. */
export const prefixOf = (source: string, at: number): string =>
  source.slice(lineStart(source, at), at).replace("\uFEFF", "");

/** Blanks before the keys of a block map. */
export function indentOf(source: string, { entries }: TextMap): string {
  const prefixes = entries.map(({ start }) => prefixOf(source, start));
  const prefix = prefixes.find((text) => /^ *$/.test(text)) ?? prefixes.find((text) => /^[ -]*$/.test(text));
  if (prefix === undefined) throw new RigidText();
  return prefix.replaceAll("-", " ");
}

/** A value on one line. */
export function inline(value: NewValue, { json }: Layout, compact = false): string {
  if (typeof value === "string") return json || !PLAIN.test(value) ? JSON.stringify(value) : value;
  if (typeof value !== "object") return String(value);
  const comma = compact ? "," : ", ";
  if (!isFields(value)) return `[${value.map((item) => inline(item, { json } as Layout)).join(comma)}]`;
  const fields = [...value].map(([key, inner]) => field(key, inner, { json } as Layout, compact));
  return `{${fields.join(comma)}}`;
}

/** A key and its value on one line. */
export const field = (key: string, value: NewValue, layout: Layout, compact = false): string =>
  `${inline(key, layout)}:${compact ? "" : " "}${inline(value, layout, compact)}`;

/** Fields in the lines of a block map. */
export function blockLines(fields: NewFields, indent: string, layout: Layout): string[] {
  return [...fields].flatMap(([key, value]) =>
    isFields(value)
      ? [`${indent}${inline(key, layout)}:`, ...blockLines(value, indent + layout.step, layout)]
      : [`${indent}${field(key, value, layout)}`],
  );
}

/** Fields in the lines of a flow map, the first without its indent. */
export function flowLines(fields: NewFields, indent: string, step: string, layout: Layout): string {
  const lines = [...fields].map(([key, value]) =>
    isFields(value)
      ? `${inline(key, layout)}: {${layout.eol}${indent}${step}${flowLines(value, indent + step, step, layout)}${layout.eol}${indent}}`
      : field(key, value, layout),
  );
  return lines.join(`,${layout.eol}${indent}`);
}
