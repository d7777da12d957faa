import type { Exemption } from "../exemptions.js";
import { child } from "../kubernetes/object.js";
import type { Resource } from "../policy.js";
import { UnknownRead } from "../unknown.js";
import { exemptionOf, problem } from "./statement.js";

/** What the key of an exempting annotation begins with; the policy's id follows. */
export const ANNOTATION_PREFIX = "rampart.dev/exempt-";

/** Fields of the value; a comma, a semicolon or a new line before the next one ends a field. */
const FIELD = /(?:^|[;,\n])\s*(expires|owner|reason)\s*[=:]\s*/g;

const NONE: readonly ExemptingAnnotation[] = [];
const NO_FIELDS: Readonly<Record<string, string>> = {};

/** An exempting annotation as it stands on an object. */
export interface ExemptingAnnotation {
  /** Path in the object, e.g. `metadata.annotations.rampart.dev/exempt-no-host-ports`. */
  readonly path: string;
  /** Raises `UnknownRead` for a value that is unknown, and ConfigurationError for one that cannot be read. */
  readonly read: (ids: readonly string[], statedAt: string) => Exemption;
}

/** The exempting annotations of a Kubernetes object itself; those of its pods, and of the items of a list, are not its own. */
export function exemptingAnnotations({ type, props }: Resource): readonly ExemptingAnnotation[] {
  if (!type.startsWith("kubernetes:")) return NONE;
  const annotations = annotationsIn(props);
  if (typeof annotations !== "object" || annotations === null) return NONE;
  const keys = Object.keys(annotations).filter((key) => key.startsWith(ANNOTATION_PREFIX));
  if (keys.length === 0) return NONE;
  return keys.map((key) => ({
    path: `metadata.annotations.${key}`,
    read: (ids, statedAt) => {
      const id = key.slice(ANNOTATION_PREFIX.length);
      const value = child(annotations, key);
      const fields = typeof value === "string" ? fieldsOf(value, statedAt) : NO_FIELDS;
      return exemptionOf({ policies: [id], match: {}, ...fields }, { channel: "annotation", statedAt, ids });
    },
  }));
}

function annotationsIn(props: Resource["props"]): unknown {
  try {
    return child(child(props, "metadata"), "annotations");
  } catch (error) {
    // What nobody can read exempts nothing.
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

/**
 * `expires=2026-12-31; owner=team-shop; reason=the agent reads the host's processes`, in any order.
 *
 * @throws ConfigurationError where a field comes twice: nobody knows which one was meant.
 */
function fieldsOf(value: string, statedAt: string): Readonly<Record<string, string>> {
  const starts = [...value.matchAll(FIELD)];
  const fields = Object.fromEntries(
    starts.map((start, index) => {
      const end = starts[index + 1]?.index ?? value.length;
      return [start[1] ?? "", value.slice(start.index + start[0].length, end).trim()];
    }),
  );
  if (Object.keys(fields).length < starts.length) throw problem(statedAt, "a field comes twice");
  return fields;
}
