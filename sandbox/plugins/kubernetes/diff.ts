import {
  hasUnknown,
  isList,
  isMap,
  mapAt,
  Secret,
  stringAt,
  Unknown,
  type Value,
  type ValueMap,
} from "../provider/values.js";
import { changesIdentity, forcesReplacement, groupKind, sameGroup } from "./immutable-fields.js";

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

/** What decides, beside the values, whether a change replaces the object. */
export interface DiffOptions {
  /** A `*Patch` resource: its object is not ours to replace, so only another object's name does. */
  readonly isPatch?: boolean;
  /** `group/Kind` of objects whose data may change in place (the provider's enableConfigMapMutable and its like). */
  readonly mutableData?: readonly string[];
}

export const AUTONAMED = "pulumi.com/autonamed";

/** Keys that Pulumi's paths can hold without quotes. */
const join = (path: string, key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key)
    ? path === ""
      ? key
      : `${path}.${key}`
    : `${path}["${key.replace(/[\\"]/g, "\\$&")}"]`;

const plain = (value: Value | undefined): Value | undefined => (value instanceof Secret ? plain(value.value) : value);
const absent = (value: Value | undefined): value is undefined | null => value === undefined || value === null;

interface Found {
  readonly path: string;
  readonly kind: Change["kind"];
}

/** What `wanted` changes. A field that is null is one that is left out. */
function* compare(old: Value | undefined, wanted: Value | undefined, path: string): Generator<Found> {
  const [before, after] = [plain(old), plain(wanted)];
  if (absent(after)) {
    if (!absent(before)) yield { path, kind: "delete" };
  } else if (absent(before)) yield { path, kind: "add" };
  else if (isMap(after) && isMap(before)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* compare(before[key], after[key], join(path, key));
  } else if (isList(after) && isList(before)) {
    for (let index = 0; index < Math.max(after.length, before.length); index++)
      yield* compare(before[index], after[index], `${path}[${index}]`);
  } else if (after instanceof Unknown || before !== after) yield { path, kind: "update" };
}

/** How the inputs of last time differ from those wanted now. */
export function difference(oldInputs: ValueMap, wanted: ValueMap, options: DiffOptions = {}): Difference {
  const apiVersion = stringAt(wanted.apiVersion) ?? "";
  const kind = stringAt(wanted.kind) ?? "";
  const moved = !sameGroup(stringAt(oldInputs.apiVersion) ?? apiVersion, apiVersion);
  const mutable =
    (options.mutableData ?? []).includes(groupKind(apiVersion, kind)) && mapAt(oldInputs).immutable !== true;
  const replaces = (path: string): boolean => {
    if (changesIdentity(path) || (path === "apiVersion" && moved)) return true;
    if (options.isPatch || (mutable && /^(data|stringData|binaryData)\b/.test(path))) return false;
    return forcesReplacement(apiVersion, kind, path);
  };
  const changes = [...compare(oldInputs, wanted, "")].map((found) => ({ ...found, replaces: replaces(found.path) }));
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && keepsName(oldInputs, wanted) };
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
