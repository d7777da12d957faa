import { objectsOf } from "../../../policy-pack/kubernetes/object.js";
import { type Plain, plain, UNKNOWN } from "../../../policy-pack/unknown.js";
import type { Problem, SourceItem, Subject } from "../subject.js";
import { isWireMap, UNKNOWN_TEXT, unmarked, type WireMap } from "./wire-values.js";

/** What a program made in one run; plain data, since it comes from another bundle than the judge's. */
export interface ProgramRun {
  readonly resources: readonly MadeResource[];
  /** What nobody could look into, by the URN of the resource that it concerns. */
  readonly unseen: readonly { readonly urn: string; readonly message: string; readonly remediation: string }[];
  /** Why this may not be all. */
  readonly failures: readonly Problem[];
}

/** A resource as the program registered it. */
export interface MadeResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN; empty for the stack. */
  readonly parent: string;
  /** False for components. */
  readonly custom: boolean;
  /** In the form of Pulumi's protocol. */
  readonly inputs: WireMap;
  /** URNs by property. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly file: string;
  readonly line?: number | undefined;
  /** It is the stack, which is there only to have findings. */
  readonly isStack: boolean;
}

/** What the Kubernetes provider marks an object by whose name it has made. */
const AUTONAMED = "pulumi.com/autonamed";

/** The resources of a program as the judge takes them, what nobody could look into, and what went wrong. */
export function* subjectsOf({ resources, unseen, failures }: ProgramRun): Generator<SourceItem> {
  const subjects = new Map<string, Subject>();
  for (const resource of resources) {
    const subject = subjectOf(resource);
    subjects.set(resource.urn, subject);
    if (!resource.isStack) yield subject;
  }
  for (const { urn, message, remediation } of unseen) {
    const uninspected = subjects.get(urn);
    yield uninspected === undefined ? { problem: message } : { uninspected, message, remediation };
  }
  yield* failures;
}

function subjectOf({ urn, type, name, parent, custom, inputs, dependencies, file, line }: MadeResource): Subject {
  const props = judgedProps(inputs);
  const isObject = type.startsWith("kubernetes:");
  const metadata = isObject ? known(props, "metadata") : undefined;
  const hasOwnName = known(known(metadata, "annotations"), AUTONAMED) === undefined;
  return {
    file,
    apiVersion: (isObject && text(known(props, "apiVersion"))) || "",
    kind: (isObject && text(known(props, "kind"))) || type.slice(type.lastIndexOf(":") + 1),
    namespace: text(known(metadata, "namespace")),
    name: (hasOwnName && text(known(metadata, "name"))) || name,
    urn,
    isComponent: !custom && objectsOf(type, {}).length === 0,
    resource: { type, urn, name, props, parent, dependencies },
    lineOf: () => line,
  };
}

/**
 * What policies judge: secrets as plain data, and an unknown value wherever the mark of one is in a text, since what a
 * program makes of an encrypted setting is as unknown as the setting.
 */
function judgedProps(inputs: WireMap): Plain {
  // The engine keeps what begins with two underscores to itself.
  return plain(
    Object.fromEntries(
      Object.entries(inputs).flatMap(([key, value]) => (key.startsWith("__") ? [] : [[key, open(value)]])),
    ),
  );
}

function open(value: unknown): unknown {
  const bare = unmarked(value);
  if (typeof bare === "string") return bare.includes(UNKNOWN_TEXT) ? UNKNOWN : bare;
  if (Array.isArray(bare)) return bare.map(open);
  if (!isWireMap(bare)) return bare;
  return Object.fromEntries(Object.entries(bare).map(([key, item]) => [key, open(item)]));
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** A field; `undefined` also where it is unknown until deployment. */
function known(value: unknown, key: string): unknown {
  const descriptor = isPlain(value) ? Object.getOwnPropertyDescriptor(value, key) : undefined;
  return descriptor?.value;
}

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null;
