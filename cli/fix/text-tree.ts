import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";

/** Where a document's values stand in its text; `end` is the offset behind the last character. */
export type TextNode = TextScalar | TextMap | TextList | TextAlias;

export interface TextScalar {
  readonly kind: "scalar";
  readonly start: number;
  /** The same as `start` where nothing is written. */
  readonly end: number;
  readonly style: "plain" | "single" | "double" | "block";
}

export interface TextMap {
  readonly kind: "map";
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
  readonly entries: readonly TextEntry[];
}

export interface TextEntry {
  readonly name: string;
  readonly start: number;
  /** Behind the colon. */
  readonly colon: number;
  readonly end: number;
  readonly value: TextNode;
}

export interface TextList {
  readonly kind: "list";
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
  readonly items: readonly TextNode[];
}

interface TextAlias {
  readonly kind: "alias";
  readonly start: number;
  readonly end: number;
}

/** The text is laid out so that a change of one field could change more. */
export class RigidText extends Error {}

/**
 * @param root index of the event with which the value begins.
 * @throws RigidText for an explicit key, and a key that is no scalar.
 */
export function textTree(events: readonly Event[], root: number, source: string): TextNode {
  let next = root;
  /** @param before the offset behind what stands before the value, which is where an empty one is. */
  const node = (before: number): TextNode => {
    const event = events[next++];
    switch (event?.type) {
      case EVENT_ID.MAPPING:
        return map(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.SEQUENCE:
        return list(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.ALIAS:
        return { kind: "alias", start: event.anchorStart - 1, end: event.anchorEnd };
      case EVENT_ID.SCALAR:
        return scalar(event, before);
      default:
        throw new RigidText();
    }
  };
  const map = (start: number, flow: boolean): TextMap => {
    const entries: TextEntry[] = [];
    while (events[next]?.type !== EVENT_ID.POP) {
      const event = events[next];
      const key = node(start);
      if (key.kind !== "scalar" || event?.type !== EVENT_ID.SCALAR) throw new RigidText();
      const colon = behind(":", source, key.end);
      const value = node(colon);
      entries.push({ name: getScalarValue(source, event), start: key.start, colon, end: value.end, value });
    }
    next++;
    const last = entries.at(-1)?.end ?? start + 1;
    return { kind: "map", flow, start, end: flow ? closing("}", source, last) : last, entries };
  };
  const list = (start: number, flow: boolean): TextList => {
    const items: TextNode[] = [];
    while (events[next]?.type !== EVENT_ID.POP) items.push(node(items.at(-1)?.end ?? start + 1));
    next++;
    const last = items.at(-1)?.end ?? start + 1;
    return { kind: "list", flow, start, end: flow ? closing("]", source, last) : last, items };
  };
  return node(0);
}

const STYLES = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "block",
  [SCALAR_STYLE.FOLDED_BLOCK]: "block",
} as const;

function scalar(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>, before: number): TextScalar {
  const { valueStart, valueEnd } = event;
  const style = STYLES[event.style];
  if (valueStart < 0) return { kind: "scalar", start: before, end: before, style };
  const quote = style === "single" || style === "double" ? 1 : 0;
  return { kind: "scalar", start: valueStart - quote, end: valueEnd + quote, style };
}

/** Behind the mark that comes next on the line. */
function behind(mark: string, source: string, from: number): number {
  let at = from;
  while (source[at] === " " || source[at] === "\t") at++;
  if (source[at] !== mark) throw new RigidText();
  return at + 1;
}

/** Behind the bracket that closes a flow collection, after its last value. */
function closing(bracket: string, source: string, from: number): number {
  let at = significant(source, from);
  if (source[at] === ",") at = significant(source, at + 1);
  if (source[at] !== bracket) throw new RigidText();
  return at + 1;
}

/** The next character that is neither white space nor comment. */
export function significant(source: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(source[at] ?? "")) at++;
    if (source[at] !== "#") return at;
    while (at < source.length && source[at] !== "\n") at++;
  }
}
