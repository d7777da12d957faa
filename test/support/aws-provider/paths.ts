import { isList, isMap, Secret, Unknown, type Value, type ValueMap } from "../../../sandbox/plugins/provider/values.js";

/** A value without the mark of a secret. */
export const open = (value: Value | undefined): Value | undefined =>
  value instanceof Secret ? open(value.value) : value;

/** Every value at a dotted path, through lists; nothing where a part is absent, the unknown where a part is unknown. */
export function* valuesAt(value: Value | undefined, path: readonly string[]): Generator<Value> {
  const opened = open(value);
  if (opened === undefined || opened === null) return;
  if (isList(opened)) {
    for (const item of opened) yield* valuesAt(item, path);
    return;
  }
  const [head, ...rest] = path;
  if (head === undefined || opened instanceof Unknown) yield opened;
  else if (isMap(opened)) yield* valuesAt(opened[head], rest);
}

export const at = (value: Value | undefined, path: string): Value[] => [...valuesAt(value, path.split("."))];

/** `map` with a value at a path where its holder is there and has none yet. */
export function withDefault(map: ValueMap, path: readonly string[], value: Value, overwrite = false): ValueMap {
  const [head, ...rest] = path;
  if (head === undefined) return map;
  const current = map[head];
  if (rest.length === 0)
    return overwrite || current === undefined || current === null ? { ...map, [head]: value } : map;
  const changed = inside(current, (held) => withDefault(held, rest, value, overwrite));
  return changed === undefined ? map : { ...map, [head]: changed };
}

/** Every map behind a value (itself, or the items of a list), changed; undefined when there is none. */
function inside(value: Value | undefined, change: (map: ValueMap) => ValueMap): Value | undefined {
  if (value instanceof Secret) {
    const changed = inside(value.value, change);
    return changed === undefined ? undefined : new Secret(changed);
  }
  if (isList(value)) return value.map((item) => inside(item, change) ?? item);
  return isMap(value) ? change(value) : undefined;
}
