import { bareRecord, defineUnknown, UnknownRead } from "../unknown.js";

/** Reads a value as one type: `undefined` where the value is of another type, which the API server refuses anyway. */
export type Shape<T> = (value: unknown) => T | undefined;
type Read<S> = S extends Shape<infer T> ? T : never;

export const flag: Shape<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
export const text: Shape<string> = (value) => (typeof value === "string" ? value : undefined);
export const integer: Shape<number> = (value) => (typeof value === "number" ? value : undefined);
/** A field that only has to be there: everything but null. */
export const present: Shape<true> = (value) => (value === undefined || value === null ? undefined : true);

/**
 * Copies one field; an unknown value stays one. Reading and assigning are many times faster than descriptors, and safe:
 * plain data has no prototype, and keys are stated by a shape, are indexes, or go to a map without a prototype.
 */
function copy<K extends PropertyKey>(target: Record<K, unknown>, source: object, key: K, shape: Shape<unknown>): void {
  let raw: unknown;
  try {
    raw = (source as Record<K, unknown>)[key];
  } catch (error) {
    if (!(error instanceof UnknownRead)) throw error;
    defineUnknown(target, key, error.path);
    return;
  }
  if (raw === undefined) return;
  const value = shape(raw);
  if (value !== undefined) target[key] = value;
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

/** An object with these fields, each optional; other fields are left out. */
export function object<F extends Record<string, Shape<unknown>>>(
  fields: F,
): Shape<{ readonly [K in keyof F]?: Read<F[K]> }> {
  const entries = Object.entries(fields);
  return (value) => {
    if (!isMap(value)) return undefined;
    return fastCopy(value, entries) ?? carefulCopy(value, entries);
  };
}

type Entries = readonly (readonly [string, Shape<unknown>])[];

/** One guard for all fields; `undefined` where one of them is unknown, which hardly ever happens. */
function fastCopy(source: object, entries: Entries): object | undefined {
  const result: Record<string, unknown> = {};
  try {
    for (let index = 0; index < entries.length; index++) {
      const [key, shape] = entries[index] as Entries[number];
      const raw = (source as Record<string, unknown>)[key];
      if (raw === undefined) continue;
      const value = shape(raw);
      if (value !== undefined) result[key] = value;
    }
    return result;
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

function carefulCopy(source: object, entries: Entries): object {
  const result: Record<string, unknown> = {};
  for (const [key, shape] of entries) copy(result, source, key, shape);
  return result;
}

/** A list; an item of another type leaves a hole, so that the others keep their index. */
export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items: T[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) copy<number>(items, value, index, shape);
    return items;
  };
}

/** A map whose keys are not known beforehand. */
export function map<T>(shape: Shape<T>): Shape<{ readonly [key: string]: T }> {
  return (value) => {
    if (!isMap(value)) return undefined;
    const result = bareRecord() as Record<string, T>;
    for (const key of Object.keys(value)) copy(result, value, key, shape);
    return result;
  };
}
