import type { Path } from "../edit.js";
import { type Plain, UnknownRead } from "../unknown.js";

/** API group and kind, e.g. `apps/Deployment`; the group without a name is `core`. */
export type GroupKind = `${string}/${string}`;

/** One Kubernetes object in a resource: the resource itself, or an item of a list. */
export interface KubernetesObject {
  readonly key: GroupKind;
  /** API version without the group, e.g. `v1`. */
  readonly version: string;
  readonly kind: string;
  /** What stands before the object's own paths: empty, or `items[3].`. */
  readonly prefix: string;
  /** The same as keys: empty, or `items` and 3. */
  readonly at: Path;
  /** A server-side apply patch: what is absent is left as it is, not unset. */
  readonly partial: boolean;
  /** The manifest; reading it raises `UnknownRead` where the object as a whole is unknown. */
  readonly data: Plain;
}

/**
 * `kubernetes:apps/v1:Deployment`, its `DeploymentPatch` and `DeploymentList`.
 * `kubernetes:v1:Pod` is what a CustomResource with apiVersion `v1` and kind `Pod` registers.
 */
const TOKEN = /^kubernetes:(?:([^:/]+)\/)?(v\d[^/:]*):([A-Za-z0-9]*?)(Patch|List|ListPatch)?$/;

interface Token {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly partial: boolean;
  readonly isList: boolean;
}

/** A stack has few types and many resources of each. */
const TOKENS = new Map<string, Token | undefined>();

function parsedToken(type: string): Token | undefined {
  if (TOKENS.has(type)) return TOKENS.get(type);
  const match = TOKEN.exec(type);
  const [, group = "core", version = "", kind = "", suffix = ""] = match ?? [];
  const parts = { group, version, kind, partial: suffix.endsWith("Patch"), isList: suffix.startsWith("List") };
  const token = match === null ? undefined : parts;
  TOKENS.set(type, token);
  return token;
}

const isMap = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** A field of a map; `undefined` for anything else. */
export const child = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);

/** The objects in a resource; none where its type is not one of Kubernetes. One entry, except for lists. */
export function objectsOf(type: string, props: Plain): readonly KubernetesObject[] {
  const token = parsedToken(type);
  if (token === undefined) return [];
  const { group, version, kind, partial, isList } = token;
  if (!isList) return [objectAt({ group, version, kind, partial }, [], () => props)];
  const items = child(props, "items");
  // A custom kind whose name happens to end in List.
  if (!Array.isArray(items)) return [objectAt({ group, version, kind: `${kind}List`, partial }, [], () => props)];
  return Array.from(items.keys(), (index) => {
    const item = (): unknown => items[index];
    return objectAt(kind === "" ? ownIdentity(item) : { group, version, kind, partial }, ["items", index], item);
  });
}

interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly partial?: boolean;
  /** The kind itself is unknown until deployment. */
  readonly unknown?: UnknownRead;
}

/** An item of a list of mixed kinds says itself what it is. */
function ownIdentity(item: () => unknown): Identity {
  try {
    const apiVersion = child(item(), "apiVersion");
    const kind = child(item(), "kind");
    const [, group = "core", version = ""] =
      /^(?:([^/]+)\/)?(.*)$/.exec(typeof apiVersion === "string" ? apiVersion : "v1") ?? [];
    return { group, version, kind: typeof kind === "string" ? kind : "" };
  } catch (error) {
    if (!(error instanceof UnknownRead)) throw error;
    return { group: "", version: "", kind: "", unknown: error };
  }
}

/** Stands for every kind: the object might be of any. */
export const UNKNOWN_KIND: GroupKind = "?/?";

function objectAt(identity: Identity, at: Path, read: () => unknown): KubernetesObject {
  const { group, version, kind, partial = false, unknown } = identity;
  return {
    key: unknown === undefined ? `${group}/${kind}` : UNKNOWN_KIND,
    version,
    kind,
    prefix: at.length === 0 ? "" : `items[${at[1]}].`,
    at,
    partial,
    get data() {
      if (unknown !== undefined) throw unknown;
      const value = read();
      return isMap(value) ? value : {};
    },
  };
}
