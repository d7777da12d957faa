import { forcesReplacement, sameGroup } from "./immutable-fields.js";
import { hasUnknown, isList, isMap, mapAt, Secret, stringAt, Unknown, type Value, type ValueMap } from "./values.js";

export interface Change {
  /** Property path, for example `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** The old object must go first: the new one has the same name. */
  readonly deleteBeforeReplace: boolean;
}

export const AUTONAMED = "pulumi.com/autonamed";

/** Keys that Pulumi's paths can hold without quotes. */
const join = (path: string, key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}["${key.replace(/"/g, '\\"')}"]`;

const plain = (value: Value | undefined): Value | undefined => (value instanceof Secret ? plain(value.value) : value);

interface Found {
  readonly path: string;
  readonly kind: Change["kind"];
}

/**
 * What `wanted` changes. `ours` are the inputs of last time, `live` what the server made of them: a field that we never
 * set and that already has the wanted value is no change, which is what makes an import come out clean.
 */
function* compare(
  ours: Value | undefined,
  live: Value | undefined,
  wanted: Value | undefined,
  path: string,
): Generator<Found> {
  const [before, now, after] = [plain(ours), plain(live), plain(wanted)];
  if (after === undefined) {
    if (before !== undefined && before !== null) yield { path, kind: "delete" };
    return;
  }
  const base = before === undefined ? now : before;
  if (isMap(after) && (isMap(base) || path === "")) {
    const [a, b, c] = [mapAt(before), mapAt(now), after];
    for (const key of new Set([...Object.keys(a), ...Object.keys(c)]))
      yield* compare(a[key], b[key], c[key], join(path, key));
    return;
  }
  if (isList(after) && isList(base)) {
    const known = isList(before) ? before : undefined;
    const current = isList(now) ? now : undefined;
    const length = Math.max(after.length, known?.length ?? current?.length ?? 0);
    for (let index = 0; index < length; index++) {
      const item = `${path}[${index}]`;
      if (index >= after.length) yield { path: item, kind: "delete" };
      else yield* compare(known?.[index], current?.[index], after[index], item);
    }
    return;
  }
  if (after instanceof Unknown) yield { path, kind: base === undefined ? "add" : "update" };
  else if (base === undefined || base === null) {
    if (after !== null) yield { path, kind: "add" };
  } else if (base !== after) yield { path, kind: "update" };
}

/** How the stored state differs from what is wanted. */
export function difference(oldInputs: ValueMap, live: ValueMap, wanted: ValueMap): Difference {
  const apiVersion = stringAt(wanted.apiVersion) ?? "";
  const kind = stringAt(wanted.kind) ?? "";
  const found = [...compare(oldInputs, live, wanted, "")];
  const moved = !sameGroup(stringAt(oldInputs.apiVersion) ?? apiVersion, apiVersion);
  const changes = found.map(({ path, kind: how }) => ({
    path,
    kind: how,
    replaces: forcesReplacement(apiVersion, kind, path) || (path === "apiVersion" && moved),
  }));
  const replaces = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaces && keepsName(oldInputs, wanted) };
}

function keepsName(oldInputs: ValueMap, wanted: ValueMap): boolean {
  const [before, after] = [mapAt(oldInputs.metadata), mapAt(wanted.metadata)];
  if (hasUnknown(after.name ?? null) || hasUnknown(after.namespace ?? null)) return false;
  return (
    stringAt(mapAt(after.annotations)[AUTONAMED]) !== "true" &&
    stringAt(before.name) === stringAt(after.name) &&
    stringAt(before.namespace) === stringAt(after.namespace)
  );
}
