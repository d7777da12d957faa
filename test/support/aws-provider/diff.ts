import {
  hasUnknown,
  isList,
  isMap,
  type Json,
  reveal,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../sandbox/plugins/provider/values.js";
import { complete, isAutoNamed } from "./check.js";
import { at, open } from "./paths.js";
import type { ResourceTable } from "./table.js";

export interface Change {
  /** Property path with positions: `blockDeviceMappings[0].ebs.encrypted`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

type Found = Omit<Change, "replaces">;

const absent = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  (isList(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value).length === 0);

/** Paths of the table leave out positions and keys of maps that are the user's. */
const tablePath = (path: string): string => path.replace(/\[[^\]]*\]/g, "");

const within = (path: string, paths: readonly string[] | undefined): boolean =>
  (paths ?? []).some((known) => path === known || path.startsWith(`${known}.`));

/** How the inputs of last time differ from those wanted now. */
export function difference(table: ResourceTable, oldInputs: ValueMap, news: ValueMap): Difference {
  const [before, after] = [complete(table, oldInputs), complete(table, news)];
  const changes = [...compare(table, before, after, "")].map((change) => ({
    ...change,
    replaces: replaces(table, tablePath(change.path), change.kind === "delete", before, after),
  }));
  const name = table.autoName?.property;
  const keepsName =
    name !== undefined &&
    !isAutoNamed(table, news) &&
    typeof open(after[name]) === "string" &&
    open(before[name]) === open(after[name]);
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && (table.deletesBeforeReplace === true || keepsName) };
}

function replaces(table: ResourceTable, path: string, deleted: boolean, before: ValueMap, after: ValueMap): boolean {
  if (within(path, table.replaces)) return true;
  // A block that goes takes along what must not change.
  if (deleted && table.replaces.some((known) => known.startsWith(`${path}.`) && at(before, known).length > 0))
    return true;
  return Object.entries(table.replacesWhen ?? {}).some(([known, decide]) => {
    if (path !== known && !path.startsWith(`${known}.`) && !known.startsWith(`${path}.`)) return false;
    return decide(first(before, known), first(after, known));
  });
}

function first(map: ValueMap, path: string): Json | undefined {
  const value = path.split(".").reduce<Value | undefined>((held, key) => {
    const opened = open(held);
    return isMap(opened) ? opened[key] : undefined;
  }, map);
  return value === undefined || hasUnknown(value) ? undefined : reveal(value);
}

function* compare(
  table: ResourceTable,
  old: Value | undefined,
  wanted: Value | undefined,
  path: string,
): Generator<Found> {
  const [before, after] = [open(old), open(wanted)];
  const known = tablePath(path);
  if (absent(after)) {
    // What is optional and computed stays as it is when the program says nothing.
    if (!absent(before) && !(known in table.computed) && !within(known, table.keeps)) yield { path, kind: "delete" };
  } else if (after instanceof Unknown) yield { path, kind: absent(before) ? "add" : "update" };
  else if (absent(before)) yield { path, kind: "add" };
  else if (isMap(after) && isMap(before)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* compare(table, before[key], after[key], path === "" ? key : `${path}${join(key)}`);
  } else if (isList(after) && isList(before)) {
    const [a, b] = table.sets?.includes(known) ? [sorted(before), sorted(after)] : [before, after];
    for (let index = 0; index < Math.max(a.length, b.length); index++)
      yield* compare(table, a[index], b[index], `${path}[${index}]`);
  } else if (before !== after && !(table.documents?.includes(known) && sameDocument(before, after)))
    yield { path, kind: "update" };
}

const join = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `["${key.replace(/[\\"]/g, "\\$&")}"]`;

const sorted = (list: readonly Value[]): readonly Value[] =>
  [...list].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));

/** The same text for the same value, whatever the order of keys. */
export function canonical(value: Value | undefined): string {
  const opened = open(value);
  if (opened instanceof Unknown) return "unknown";
  if (isList(opened)) return `[${opened.map(canonical).join()}]`;
  if (isMap(opened))
    return `{${Object.keys(opened)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(opened[key])}`)
      .join()}}`;
  return JSON.stringify(opened ?? null);
}

function sameDocument(before: Value | undefined, after: Value | undefined): boolean {
  try {
    return canonical(JSON.parse(String(before))) === canonical(JSON.parse(String(after)));
  } catch {
    return false;
  }
}
