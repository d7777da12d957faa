import type { Event } from "js-yaml";
import { ConfigurationError } from "../configuration-error.js";

/** One YAML or JSON document. */
export interface ParsedYaml {
  readonly value: unknown;
  /** Line, from 1, of the value at a path of keys and indexes, or of the deepest one above it that is there. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Parses a text that is one document. Days stay texts, and a key that comes twice is an error.
 *
 * @throws ConfigurationError with file and line, without the text itself.
 */
export function parsedYaml(text: string, name: string): ParsedYaml {
  // Loaded where there is such a file only: the pack starts without it.
  const yaml = require("js-yaml") as typeof import("js-yaml");
  // Tabs are blanks in JSON; YAML refuses some of them, and its positions stay the same.
  const source = /^\s*[{[]/.test(text) ? text.replaceAll("\t", " ") : text;
  const line = (offset: number): number => source.slice(0, Math.max(offset, 0)).split("\n").length;
  try {
    const events = yaml.parseEvents(source, {});
    const values = yaml.constructFromEvents(events, { source });
    if (values.length > 1) throw new ConfigurationError(`${name}: it must be one document, got ${values.length}.`);
    const positions = new Positions(events, (event) => yaml.getScalarValue(source, event), yaml.EVENT_ID);
    return { value: values[0], lineOf: (path) => line(positions.of(path)) };
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error;
    throw new ConfigurationError(`${name}:${(error.mark?.line ?? 0) + 1}: ${error.reason}.`);
  }
}

type Ids = typeof import("js-yaml").EVENT_ID;
type Scalar = Extract<Event, { valueStart: number }>;

/** Where the values of the only document are. */
class Positions {
  constructor(
    private readonly events: readonly Event[],
    private readonly textOf: (event: Scalar) => string,
    private readonly ids: Ids,
  ) {}

  /** Offset of the value, of a value in a mapping that of its key. */
  of(path: readonly (string | number)[]): number {
    let node = 1;
    let offset = this.start(node);
    for (const step of path) {
      const child = this.child(node, step);
      if (child === undefined) break;
      [node, offset] = child;
    }
    return offset;
  }

  private child(node: number, step: string | number): readonly [number, number] | undefined {
    const { events, ids } = this;
    const isMapping = events[node]?.type === ids.MAPPING;
    if (!isMapping && events[node]?.type !== ids.SEQUENCE) return undefined;
    for (let at = node + 1, index = 0; events[at] !== undefined && events[at]?.type !== ids.POP; index++) {
      const value = isMapping ? this.after(at) : at;
      if (isMapping ? this.keyAt(at) === step : index === step) return [value, this.start(at)];
      at = this.after(value);
    }
    return undefined;
  }

  private keyAt(node: number): string | undefined {
    const event = this.events[node];
    return event?.type === this.ids.SCALAR ? this.textOf(event) : undefined;
  }

  private start(node: number): number {
    const event = this.events[node];
    if (event === undefined) return 0;
    if ("valueStart" in event) return event.valueStart;
    if ("start" in event) return event.start;
    return "anchorStart" in event ? event.anchorStart : 0;
  }

  /** The event after a value and everything in it. */
  private after(node: number): number {
    let depth = 0;
    for (let index = node; index < this.events.length; index++) {
      const type = this.events[index]?.type;
      if (type === this.ids.SEQUENCE || type === this.ids.MAPPING) depth++;
      else if (type === this.ids.POP) depth--;
      if (depth <= 0) return index + 1;
    }
    return this.events.length;
  }
}
