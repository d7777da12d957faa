import type { ExemptionMatch } from "../exemptions.js";
import { child } from "../kubernetes/object.js";
import type { Resource } from "../policy.js";
import { UnknownRead } from "../unknown.js";

/** What exemptions match a resource by. */
export interface ResourceFacts {
  readonly urn: string;
  readonly type: string;
  /** The resource's own name, and that of its Kubernetes object. */
  readonly names: readonly string[];
  /** Absent where the object states none, or one that is not known yet. */
  readonly namespace: string | undefined;
  /** URN of the parent. */
  readonly parent: string | undefined;
}

const NAMESPACE = /^kubernetes:core\/v1:Namespace(?:Patch)?$/;

export function factsOf({ urn, type, name, props, parent }: Resource): ResourceFacts {
  const objectName = metadataText(props, "name");
  const namespace = NAMESPACE.test(type) ? objectName : metadataText(props, "namespace");
  return { urn, type, names: objectName === undefined ? [name] : [name, objectName], namespace, parent };
}

/** A text of an object's metadata; what is unknown matches nothing. */
export function metadataText(props: Resource["props"], key: "name" | "namespace"): string | undefined {
  try {
    const value = child(child(props, "metadata"), key);
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

/** Whether everything that the match gives is so of the resource. */
export function matches({ name, namespace, type, urn }: ExemptionMatch, facts: ResourceFacts): boolean {
  return (
    (name === undefined || facts.names.some((own) => fits(name, own))) &&
    (namespace === undefined || (facts.namespace !== undefined && fits(namespace, facts.namespace))) &&
    (type === undefined || fits(type, facts.type)) &&
    // Of a source without an engine the URN is only a key of ours.
    (urn === undefined || (facts.urn.startsWith("urn:") && fits(urn, facts.urn)))
  );
}

/** Whether the text is the pattern's, in which `*` stands for any text; in linear time. */
export function fits(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Fewer letters and digits in a row do not tell one name from the others. */
export const SHORTEST_PIECE = 3;

/**
 * Whether a match is for something in particular. One of three must be there: a `name` that is whole or has at least
 * `SHORTEST_PIECE` letters or digits between its `*`; a `namespace` without `*`; a `urn` whose part after the last `::`
 * is such a name. A `type` narrows none of them alone: it is a whole kind in every namespace.
 */
export function isNarrow({ name, namespace, urn }: ExemptionMatch): boolean {
  if (name !== undefined && namesOne(name)) return true;
  if (namespace !== undefined && !namespace.includes("*")) return true;
  const at = urn?.lastIndexOf("::") ?? -1;
  return urn !== undefined && at >= 0 && namesOne(urn.slice(at + "::".length));
}

const namesOne = (pattern: string): boolean =>
  pattern.includes("*")
    ? pattern.split(/[^A-Za-z0-9]+/).some((piece) => piece.length >= SHORTEST_PIECE)
    : pattern !== "";
