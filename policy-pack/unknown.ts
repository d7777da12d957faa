/** Raised when a check reads a value that is unknown until deployment; the evaluator turns it into `undecided`. */
export class UnknownRead extends Error {
  /** @param path the unknown value's place in the resource, e.g. `spec.template.spec.hostPID`. */
  constructor(readonly path: string) {
    super(`${path} is unknown until deployment`);
    this.name = "UnknownRead";
  }
}

/** Stands for an unknown value in data that does not come from the Pulumi SDK (tests, other sources). */
export const UNKNOWN = Symbol("unknown until deployment");

/** What the engine sends in place of an unknown value, one string a kind of value (sdk/go/common/resource/plugin). */
const SENTINELS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Data without proxies; an unknown value is an accessor that raises `UnknownRead`, so that no check can miss it. */
export interface Plain {
  readonly [key: string]: unknown;
}

/** Inherits nothing, so that a key such as `__proto__` or `constructor` is a key like any other. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
Reflect.deleteProperty(Bare.prototype, "constructor");

/** An empty record without a prototype; unlike `Object.create(null)` it is as fast to fill and read as any object. */
export const bareRecord = (): Record<string, unknown> => new Bare() as Record<string, unknown>;

/** Puts an accessor that raises in place of a value. */
export function defineUnknown(target: object, key: PropertyKey, path: string): void {
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      throw new UnknownRead(path);
    },
  });
}

function copy(target: object, source: object, key: string, path: string): void {
  // The SDK's proxy raises from its `get` trap only: a descriptor holds the raw value.
  const descriptor = Object.getOwnPropertyDescriptor(source, key);
  if (descriptor === undefined) return;
  if (descriptor.get !== undefined || SENTINELS.has(descriptor.value)) defineUnknown(target, key, path);
  else (target as Record<string, unknown>)[key] = plainValue(descriptor.value, path);
}

function plainValue(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index++) copy(items, value, String(index), `${path}[${index}]`);
    return items;
  }
  const record = bareRecord();
  for (const key of Object.keys(value)) copy(record, value, key, path === "" ? key : `${path}.${key}`);
  return record;
}

/** Plain data made once from a resource's inputs, as the SDK hands them over or as any other source has them. */
export function plain(props: object): Plain {
  return plainValue(props, "") as Plain;
}

/**
 * As `plain`, but by reading, for the inputs that a remediation is given: there only who reads sees a secret's value,
 * and reading raises where a value is unknown.
 */
export function plainByReading(props: object): Plain {
  return readValue(props, "") as Plain;
}

function readValue(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  const target = (isList ? [] : bareRecord()) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const inside = isList ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    let inner: unknown;
    try {
      inner = (value as Record<string, unknown>)[key];
    } catch {
      defineUnknown(target, key, inside);
      continue;
    }
    target[key] = readValue(inner, inside);
  }
  return target;
}

/**
 * The items that meet the condition. Unlike with `Array.filter`, an unknown value hides no item after it: it raises
 * `UnknownRead` only where no other item decides.
 */
export function matching<T>(items: readonly T[] | undefined, condition: (item: T, index: number) => boolean): T[] {
  const found: T[] = [];
  let unknown: UnknownRead | undefined;
  for (let index = 0; index < (items?.length ?? 0); index++) {
    try {
      const item = items?.[index];
      if (item !== undefined && condition(item, index)) found.push(item);
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      unknown ??= error;
    }
  }
  if (unknown !== undefined && found.length === 0) throw unknown;
  return found;
}

/** Whether one item meets the condition, with the same care for unknown values. */
export function some<T>(items: readonly T[] | undefined, condition: (item: T, index: number) => boolean): boolean {
  return matching(items, condition).length > 0;
}

/** The indexes of the items that meet the condition, with the same care for unknown values. */
export function matchingIndexes<T>(
  items: readonly T[] | undefined,
  condition: (item: T, index: number) => boolean,
): number[] {
  const found: number[] = [];
  matching(items, (item, index) => condition(item, index) && found.push(index) > 0);
  return found;
}

/** The index of the first item that meets the condition, or -1; with the same care for unknown values. */
export function firstIndex<T>(items: readonly T[] | undefined, condition: (item: T, index: number) => boolean): number {
  let first = -1;
  matching(items, (item, index) => {
    if (first < 0 && condition(item, index)) first = index;
    return first >= 0;
  });
  return first;
}

/**
 * Whether every condition holds. Unlike with `&&`, an unknown value hides no condition after it: it raises
 * `UnknownRead` only where no other condition fails.
 */
export function all(...conditions: readonly (() => boolean)[]): boolean {
  let unknown: UnknownRead | undefined;
  for (const condition of conditions)
    try {
      if (!condition()) return false;
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      unknown ??= error;
    }
  if (unknown !== undefined) throw unknown;
  return true;
}
