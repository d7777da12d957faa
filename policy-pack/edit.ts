/** Keys of maps and indexes of lists, from the outside in. */
export type Path = readonly (string | number)[];

/** What a fix may write: constants and amounts of the policies, never something read from a resource. */
export type EditValue = string | number | boolean | readonly string[];

/** One change of a resource. Indexes are those before any change. */
export type Edit =
  /** The value of a field, or an item of a list; the maps above it are made where they are absent. */
  | { readonly path: Path; readonly set: EditValue }
  /** A further item of the list at the path, which is made where it is absent. */
  | { readonly path: Path; readonly append: string }
  | { readonly path: Path; readonly remove: true };

const pathOf = (path: string | Path): Path => (typeof path === "string" ? path.split(".") : path);

/** @param path as text where no key has a dot and nothing is an index. */
export const set = (path: string | Path, value: EditValue): Edit => ({ path: pathOf(path), set: value });
export const append = (path: string | Path, item: string): Edit => ({ path: pathOf(path), append: item });
export const remove = (path: string | Path): Edit => ({ path: pathOf(path), remove: true });

/** The same edits from further outside. */
export const within = (path: Path, edits: readonly Edit[]): Edit[] =>
  edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] }));

/** The edits, each once. */
export const distinct = (edits: readonly Edit[]): Edit[] => [
  ...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values(),
];

/**
 * Changes data in place: plain data, or the SDK's view of a resource's inputs, in which reading an unknown value raises
 * and writing over a secret keeps it one. An edit is left out where a value on its way or in its place is unknown, or
 * of a type that has no such field.
 *
 * @returns whether anything has changed.
 */
export function applyEdits(target: object, edits: readonly Edit[]): boolean {
  const removals = distinct(edits.filter((edit) => "remove" in edit)).sort((a, b) => compare(b.path, a.path));
  let changed = false;
  for (const edit of [...edits.filter((edit) => !("remove" in edit)), ...removals])
    try {
      changed = apply(target, edit) || changed;
    } catch {
      // Unknown until deployment, where reading is all that can raise.
    }
  return changed;
}

type Fields = Record<string | number, unknown>;

function apply(target: object, edit: Edit): boolean {
  const made = "set" in edit || "append" in edit;
  const key = edit.path.at(-1);
  if (key === undefined) return false;
  const parent = edit.path.slice(0, -1).reduce<unknown>((value, step) => {
    const fields = fieldsOf(value, step);
    if (fields === undefined) return undefined;
    if (made && isAbsent(fields[step])) fields[step] = {};
    return fields[step];
  }, target);
  const fields = fieldsOf(parent, key);
  if (fields === undefined) return false;
  const before = fields[key];
  if ("set" in edit) {
    if (Object.is(before, edit.set)) return false;
    readAll(before);
    fields[key] = edit.set;
    return true;
  }
  if ("append" in edit) return appendTo(fields, key, edit.append);
  readAll(before);
  if (Array.isArray(fields)) removeItem(fields, Number(key));
  else delete fields[key];
  return before !== undefined;
}

/** Raises where something inside is unknown. */
function readAll(value: unknown): void {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) readAll(inner);
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** What has a field of this name, or an item at this index. */
function fieldsOf(value: unknown, key: string | number): Fields | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fits = Array.isArray(value) ? typeof key === "number" && key < value.length : typeof key === "string";
  return fits ? (value as Fields) : undefined;
}

function appendTo(fields: Fields, key: string | number, item: string): boolean {
  const list = fields[key];
  if (isAbsent(list)) fields[key] = [item];
  else if (!Array.isArray(list) || isIn(list, item)) return false;
  else list[list.length] = item;
  return true;
}

function isIn(list: readonly unknown[], item: unknown): boolean {
  for (const index of list.keys())
    try {
      if (list[index] === item) return true;
    } catch {
      // What is unknown may be anything, and a list may have an item twice.
    }
  return false;
}

/** By descriptors: an unknown or secret item is moved as it is, and never read. */
function removeItem(list: unknown[], index: number): void {
  for (let next = index + 1; next < list.length; next++) {
    const descriptor = Object.getOwnPropertyDescriptor(list, next);
    if (descriptor !== undefined) Object.defineProperty(list, next - 1, descriptor);
  }
  list.length -= 1;
}

function compare(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    return typeof step === "number" && typeof other === "number" ? step - other : String(step) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}
