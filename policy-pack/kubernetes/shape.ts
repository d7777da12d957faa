/** Reads a value as one type: `undefined` where the value is of another type, which the API server refuses anyway. */
export type Shape<T> = (value: unknown) => T | undefined;
type Read<S> = S extends Shape<infer T> ? T : never;

export const flag: Shape<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
export const text: Shape<string> = (value) => (typeof value === "string" ? value : undefined);
export const integer: Shape<number> = (value) => (typeof value === "number" ? value : undefined);
/** A field that only has to be there: everything but null. */
export const present: Shape<true> = (value) => (value === undefined || value === null ? undefined : true);

/** Copies one field; an unknown value, which raises when it is read, raises from the copy too. */
function copy(target: object, source: object, key: PropertyKey, shape: Shape<unknown>): void {
  let value: unknown;
  try {
    value = (source as Fields)[key];
  } catch (error) {
    const get = () => {
      throw error;
    };
    Object.defineProperty(target, key, { get, enumerable: true });
    return;
  }
  const shaped = value === undefined ? undefined : shape(value);
  if (shaped !== undefined) (target as Fields)[key] = shaped;
}

type Fields = Record<PropertyKey, unknown>;

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

/** An object with these fields, each optional; other fields are left out. */
export function object<F extends Record<string, Shape<unknown>>>(
  fields: F,
): Shape<{ readonly [K in keyof F]?: Read<F[K]> }> {
  const entries = Object.entries(fields);
  return (value) => {
    if (!isMap(value)) return undefined;
    const result = {};
    for (const [key, shape] of entries) copy(result, value, key, shape);
    return result;
  };
}

/** A list; an item of another type leaves a hole, so that the others keep their index. */
export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items: T[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) copy(items, value, index, shape);
    return items;
  };
}

/** A map whose keys are not known beforehand. */
export function map<T>(shape: Shape<T>): Shape<{ readonly [key: string]: T }> {
  return (value) => {
    if (!isMap(value)) return undefined;
    const result = Object.create(null);
    for (const key of Object.keys(value)) copy(result, value, key, shape);
    return result;
  };
}
