import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";

/**
 * Offset of the value at a path such as `spec.containers[0].image`, or of the deepest one above it that is there. For
 * a value in a mapping it is the offset of its key. Keys may have dots themselves: the longest that fits is taken.
 */
export function locate(events: readonly Event[], root: number, source: string, path: string): number {
  let node = root;
  let offset = startOf(events[root]);
  let rest = path;
  while (rest !== "") {
    node = withoutAlias(events, node, source);
    const step = stepInto(events, node, source, rest);
    if (step === undefined) break;
    ({ node, offset, rest } = step);
  }
  return Math.max(offset, 0);
}

interface Step {
  readonly node: number;
  readonly offset: number;
  readonly rest: string;
}

function stepInto(events: readonly Event[], node: number, source: string, path: string): Step | undefined {
  const event = events[node];
  if (event?.type === EVENT_ID.SEQUENCE) {
    const [whole, digits] = /^\[(\d+)\]\.?/.exec(path) ?? [];
    if (whole === undefined) return undefined;
    const ends = endsOf(events);
    let item = node + 1;
    for (let index = 0; index < Number(digits) && events[item]?.type !== EVENT_ID.POP; index++)
      item = ends[item] ?? events.length;
    if (events[item] === undefined || events[item]?.type === EVENT_ID.POP) return undefined;
    return { node: item, offset: startOf(events[item]), rest: path.slice(whole.length) };
  }
  return event?.type === EVENT_ID.MAPPING ? stepIntoMapping(events, node, source, path) : undefined;
}

function stepIntoMapping(events: readonly Event[], node: number, source: string, path: string): Step | undefined {
  let best: Step | undefined;
  let longest = -1;
  let merged: number | undefined;
  const ends = endsOf(events);
  for (let key = node + 1; events[key] !== undefined && events[key]?.type !== EVENT_ID.POP; ) {
    const value = ends[key] ?? events.length;
    const name = keyOf(events[key], source);
    if (name === "<<") merged = value;
    else if (name.length > longest && continues(path, name)) {
      longest = name.length;
      best = { node: value, offset: startOf(events[key]), rest: path.slice(name.length).replace(/^\./, "") };
    }
    key = ends[value] ?? events.length;
  }
  if (best !== undefined || merged === undefined) return best;
  return stepIntoMerged(events, merged, source, path);
}

/** What a merge key brings in: one mapping, or a list of them of which the first that has the key wins. */
function stepIntoMerged(events: readonly Event[], merged: number, source: string, path: string): Step | undefined {
  const node = withoutAlias(events, merged, source);
  if (events[node]?.type === EVENT_ID.MAPPING) return stepIntoMapping(events, node, source, path);
  if (events[node]?.type !== EVENT_ID.SEQUENCE) return undefined;
  for (let item = node + 1; events[item] !== undefined && events[item]?.type !== EVENT_ID.POP; ) {
    const step = stepIntoMerged(events, item, source, path);
    if (step !== undefined) return step;
    item = after(events, item);
  }
  return undefined;
}

const continues = (path: string, name: string): boolean =>
  path.startsWith(name) && (path.length === name.length || path[name.length] === "." || path[name.length] === "[");

function keyOf(event: Event | undefined, source: string): string {
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(source, event) : "";
}

/** Where a value begins; -1 where it is empty. */
function startOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.SCALAR:
      // The text of a block scalar begins on the line after its mark.
      return event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK
        ? event.valueStart - 1
        : event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return -1;
  }
}

const ENDS = new WeakMap<readonly Event[], Int32Array>();

/** For each event with which a value begins, the event after that value; computed when the first finding is located. */
function endsOf(events: readonly Event[]): Int32Array {
  const known = ENDS.get(events);
  if (known !== undefined) return known;
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  for (const [index, { type }] of events.entries()) {
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING || type === EVENT_ID.DOCUMENT) open.push(index);
    else if (type === EVENT_ID.POP) ends[open.pop() ?? index] = index + 1;
    else ends[index] = index + 1;
  }
  ENDS.set(events, ends);
  return ends;
}

/** The event after a value and everything in it. */
export function after(events: readonly Event[], node: number): number {
  let depth = 0;
  for (let index = node; index < events.length; index++) {
    const type = events[index]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
    else if (type === EVENT_ID.POP) depth--;
    if (depth <= 0) return index + 1;
  }
  return events.length;
}

/** The value that an alias stands for: the last one before it with its anchor. */
function withoutAlias(events: readonly Event[], node: number, source: string): number {
  const alias = events[node];
  if (alias?.type !== EVENT_ID.ALIAS) return node;
  const name = source.slice(alias.anchorStart, alias.anchorEnd);
  for (let index = node - 1; index >= 0; index--) {
    const event = events[index];
    if (event === undefined || !("anchorStart" in event) || event.type === EVENT_ID.ALIAS) continue;
    if (event.anchorStart >= 0 && source.slice(event.anchorStart, event.anchorEnd) === name) return index;
  }
  return node;
}
