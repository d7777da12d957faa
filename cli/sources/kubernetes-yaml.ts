import {
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  type Event,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  parseEvents,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from "js-yaml";
import { bareRecord } from "../../policy-pack/unknown.js";
import { after, locate } from "./yaml-positions.js";

/** What `kubectl` reads as a boolean (go.yaml.in/yaml/v2, resolve.go): `hostPID: yes` shares the namespace. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((text) => [text, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((text) => [text, false] as const),
]);

const bool = defineScalarTag<boolean>("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [..."yYnNtTfFoO"],
  resolve: (source) => BOOLEANS.get(source) ?? NOT_RESOLVED,
  identify: () => false,
});

/** As Go's strconv.ParseInt with base 0: `0644` and `0o644` are octal, `0x1F` and `0b11` what they look like. */
const INTEGER = /^([-+]?)(?:0b([01]+)|0o?([0-7]+)|0x([0-9a-fA-F]+)|(0|[1-9][0-9]*))$/;

const int = defineScalarTag<number>("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [..."-+0123456789"],
  resolve: (source) => {
    const match = INTEGER.exec(source.includes("_") ? source.replaceAll("_", "") : source);
    if (match === null) return NOT_RESOLVED;
    const [, sign, binary, octal, hexadecimal, decimal] = match;
    const value =
      decimal !== undefined
        ? Number(decimal)
        : Number.parseInt(binary ?? octal ?? hexadecimal ?? "", binary ? 2 : octal ? 8 : 16);
    return sign === "-" ? -value : value;
  },
  identify: () => false,
});

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL = /^([-+]?)\.(?:inf|Inf|INF)$/;

const float = defineScalarTag<number>("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [..."-+.0123456789"],
  resolve: (source) => {
    if (FLOAT.test(source)) return Number(source);
    const special = SPECIAL.exec(source);
    if (special !== null) return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : NOT_RESOLVED;
  },
  identify: () => false,
});

/** Records without a prototype: a key such as `constructor` is there only where the document has it. */
const map = defineMappingTag<Record<string, unknown>>("tag:yaml.org,2002:map", {
  create: bareRecord,
  identify: () => false,
  represent: (value) => new Map(Object.entries(value)),
  addPair: (container, key, value) => {
    if (key !== null && typeof key === "object") return "a key must be a scalar";
    container[String(key)] = value;
    return "";
  },
  // A mapping as a key is refused when it is added.
  has: (container, key) => (key === null || typeof key !== "object") && container[String(key)] !== undefined,
  keys: (container) => Object.keys(container),
  get: (container, key) => container[String(key)],
});

/** YAML as kubectl and the API server read it: YAML 1.1 booleans and octals, no timestamps. */
const SCHEMA = new Schema([strTag, seqTag, map, nullYaml11Tag, bool, int, float, mergeTag]);

/** Schemas in custom resource definitions lie deeper than the parser's default of 100. */
const PARSER = { maxDepth: 500 };

/** A document's values, however often aliases repeat them; more is an attack on memory, not a manifest. */
const MAX_VALUES = 5_000_000;

/** The text that a document stands in, as it was parsed. */
export interface DocumentText {
  /** Has other documents as well where one begins with a directive. */
  readonly source: string;
  /** Where the source begins in the file. */
  readonly offset: number;
  readonly json: boolean;
  readonly events: readonly Event[];
  /** Index of the event with which the document's value begins. */
  readonly root: number;
  /** Which of the source's documents it is. */
  readonly index: number;
}

/** One document of a file. */
export interface Document {
  readonly value: unknown;
  readonly text: DocumentText;
  /** Line of the file on which its content begins, from 1. */
  readonly line: number;
  /** Line of the file with the value at the path, or with the deepest one above it that is there. */
  lineOf(path: string): number;
}

/** A part of a file that is no YAML. */
export interface BrokenDocument {
  readonly line: number;
  /** What is wrong, without the text itself. */
  readonly problem: string;
  /** The text has no `apiVersion` anywhere, so no Kubernetes object is lost. */
  readonly foreign: boolean;
}

/** The documents of a text, one after the other: one that is broken does not hide the others. */
export function* documentsOf(text: string): Generator<Document | BrokenDocument> {
  let line = 1;
  let offset = 0;
  for (const part of partsOf(text)) {
    yield* documentsIn(part, line, offset);
    line += newlines(part, part.length);
    offset += part.length;
  }
}

/** A marker at the start of a line ends a document in every context, so the text can be cut before it is parsed. */
function* partsOf(text: string): Generator<string> {
  // A directive belongs to the document after the marker.
  if (/^%/m.test(text)) {
    yield text;
    return;
  }
  let start = 0;
  for (let at = text.indexOf("\n---"); at >= 0; at = text.indexOf("\n---", at + 1)) {
    const next = text[at + 4];
    if (next !== undefined && !/\s/.test(next)) continue;
    yield text.slice(start, at + 1);
    start = at + 1;
  }
  yield text.slice(start);
}

function* documentsIn(source: string, firstLine: number, offset: number): Generator<Document | BrokenDocument> {
  try {
    // Tabs are blanks in JSON; YAML refuses some of them, and its positions stay the same.
    const json = parsedJson(source);
    const events = parseEvents(json === undefined ? source : source.replaceAll("\t", " "), PARSER);
    const values = json === undefined ? constructFromEvents(events, { source, schema: SCHEMA }) : [json.value];
    let root = 1;
    for (const [index, value] of values.entries()) {
      if (events.some(isAlias) && sizeOf(value) > MAX_VALUES)
        yield { line: firstLine, problem: `aliases repeat its values more than ${MAX_VALUES} times`, foreign: false };
      else yield documentAt(value, { source, offset, json: json !== undefined, events, root, index }, firstLine);
      // The end of the document and the start of the next stand between their values.
      if (values.length > 1) root = after(events, root) + 2;
    }
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      // Nested too deep, for example; it must hide nothing that stands in other documents.
      yield { line: firstLine, problem: `it cannot be read (${(error as Error).name})`, foreign: false };
      return;
    }
    const braces = source.indexOf("{{");
    const hint = braces < 0 ? "" : "; it looks like a template: render it first";
    // Where a value is wrong rather than the text, the parser gives no line.
    const line = firstLine + (error.mark?.line || newlines(source, braces));
    yield { line, problem: `${error.reason}${hint}`, foreign: !source.includes("apiVersion") };
  }
}

const isAlias = ({ type }: Event): boolean => type === EVENT_ID.ALIAS;

function parsedJson(source: string): { readonly value: unknown } | undefined {
  if (!/^\s*[{[]/.test(source)) return undefined;
  try {
    return { value: JSON.parse(source) };
  } catch {
    // A flow mapping of YAML; what is neither is told of by the parser of YAML.
    return undefined;
  }
}

function documentAt(value: unknown, text: DocumentText, firstLine: number): Document {
  const { events, root, source } = text;
  const lineOf = (path: string): number => firstLine + newlines(source, locate(events, root, source, path));
  return {
    value,
    text,
    get line() {
      return lineOf("");
    },
    lineOf,
  };
}

function newlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** How many values there are when every alias is followed; each shared part is counted once and multiplied. */
function sizeOf(value: unknown, known = new Map<object, number>()): number {
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  // A part that contains itself has no end.
  known.set(value, Number.POSITIVE_INFINITY);
  const size = Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item, known), 1);
  known.set(value, size);
  return size;
}
