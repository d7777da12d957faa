import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { KUBERNETES_YAML } from "../../policy-pack/kubernetes/yaml-schema.js";
import { after, locate } from "./yaml-positions.js";

/** Schemas in custom resource definitions lie deeper than the parser's default of 100. */
const PARSER = { maxDepth: 500 };

/** A document's values, however often aliases repeat them; more is an attack on memory, not a manifest. */
const MAX_VALUES = 5_000_000;

/** The text that a document stands in, as it was parsed. */
export interface DocumentText {
  /** May have other documents as well. */
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

/** So many documents are parsed at once: starting the parser costs as much as a small document. */
const TOGETHER = 16;

/**
 * The documents of a text, one after the other: one that is broken does not hide the others.
 *
 * @param together how many are parsed at once; with 1 each has a source of its own, but for those behind a directive.
 */
export function* documentsOf(text: string, together = TOGETHER): Generator<Document | BrokenDocument> {
  let line = 1;
  let offset = 0;
  for (const parts of groupsOf(partsOf(text), together)) {
    const group = parts.length === 1 ? undefined : attempt(parts.join(""), offset);
    const sources = group === undefined || "error" in group ? parts : [group];
    for (const source of sources) {
      const parsed = typeof source === "string" ? attempt(source, offset) : source;
      if ("error" in parsed) yield broken(parsed, line);
      else yield* documentsIn(parsed, line);
      line += newlines(parsed.source, parsed.source.length);
      offset += parsed.source.length;
    }
  }
}

/** What can be parsed at once. JSON is read by another parser, each text for itself. */
function* groupsOf(parts: Iterable<string>, most: number): Generator<readonly string[]> {
  let group: string[] = [];
  for (const part of parts) {
    const alone = JSON_START.test(part);
    if (group.length > 0 && (alone || group.length === most)) {
      yield group;
      group = [];
    }
    if (alone) yield [part];
    else group.push(part);
  }
  if (group.length > 0) yield group;
}

const JSON_START = /^(?:---)?\s*[{[]/;

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

interface Parsed extends Omit<DocumentText, "root" | "index"> {
  readonly values: readonly unknown[];
}

interface Unparsed {
  readonly source: string;
  readonly error: unknown;
}

function attempt(source: string, offset: number): Parsed | Unparsed {
  try {
    // Tabs are blanks in JSON; YAML refuses some of them, and its positions stay the same.
    const json = parsedJson(source);
    const events = parseEvents(json === undefined ? source : source.replaceAll("\t", " "), PARSER);
    const values = json === undefined ? constructFromEvents(events, { source, schema: KUBERNETES_YAML }) : [json.value];
    return { source, offset, json: json !== undefined, events, values };
  } catch (error) {
    return { source, error };
  }
}

function* documentsIn({ values, ...text }: Parsed, firstLine: number): Generator<Document | BrokenDocument> {
  const { events } = text;
  const hasAliases = events.some(isAlias);
  const linesBefore = lineCounter(text.source);
  let root = 1;
  for (const [index, value] of values.entries()) {
    const document = documentAt(value, { ...text, root, index }, (offset) => firstLine + linesBefore(offset));
    if (hasAliases && sizeOf(value) > MAX_VALUES)
      yield { line: document.line, problem: `aliases repeat its values more than ${MAX_VALUES} times`, foreign: false };
    else yield document;
    // The end of the document and the start of the next stand between their values.
    if (values.length > 1) root = after(events, root) + 2;
  }
}

function broken({ source, error }: Unparsed, firstLine: number): BrokenDocument {
  // Nested too deep, for example; it must hide nothing that stands in other documents.
  if (!(error instanceof YAMLException))
    return { line: firstLine, problem: `it cannot be read (${(error as Error).name})`, foreign: false };
  const braces = source.indexOf("{{");
  const hint = braces < 0 ? "" : "; it looks like a template: render it first";
  // Where a value is wrong rather than the text, the parser gives no line.
  const line = firstLine + (error.mark?.line || newlines(source, braces));
  return { line, problem: `${error.reason}${hint}`, foreign: !source.includes("apiVersion") };
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

function documentAt(value: unknown, text: DocumentText, lineAt: (offset: number) => number): Document {
  const { events, root, source } = text;
  const lineOf = (path: string): number => lineAt(locate(events, root, source, path));
  return {
    value,
    text,
    get line() {
      return lineOf("");
    },
    lineOf,
  };
}

/** How many lines end before an offset; many are asked for, so where lines end is found once, by the first. */
function lineCounter(text: string): (offset: number) => number {
  let ends: number[] | undefined;
  return (offset) => {
    if (ends === undefined) {
      ends = [];
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
    }
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
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
