import { closeSync, openSync } from "node:fs";
import type { PolicyEvent } from "../../sandbox/engine-run.js";
import { linesOf } from "./lines.js";

/** A state of a resource in a step. */
export interface StepState {
  readonly custom?: boolean;
  readonly parent?: string;
  readonly inputs?: object;
  /** It stays in the world when it leaves the stack. */
  readonly retainOnDelete?: boolean;
}

/** What the engine is about to do with a resource. */
export interface StepMetadata {
  /** `create`, `update`, `same`, `replace`, `create-replacement`, `delete`, `read`, `import`, … */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly new?: StepState | null;
  readonly old?: StepState | null;
}

/** What the policies of a pack came to. */
export interface PolicySummary {
  readonly policyPackName: string;
  readonly passed?: readonly string[];
  readonly failed?: readonly string[];
}

/** The events that are read (pulumi `apitype.EngineEvent`); any other has none of the fields. */
export interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly policyEvent?: PolicyEvent;
  readonly policyRemediateSummaryEvent?: PolicySummary;
  readonly policyAnalyzeStackSummaryEvent?: PolicySummary;
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly summaryEvent?: {
    /** `succeeded` or `failed`. */
    readonly result?: string;
    readonly PolicyPacks?: Readonly<Record<string, string>>;
  };
  /** The last event of every run. */
  readonly cancelEvent?: object;
}

/** An event and its line, from 1. */
export interface LoggedEvent {
  readonly line: number;
  readonly event: EngineEvent;
}

/** A log that is none, or not a whole one. */
export class EventLogError extends Error {
  override readonly name = "EventLogError";
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/**
 * The events of a log; `-` is standard input.
 *
 * @throws EventLogError at the line from which on events are missing, after those before it; Error of the file system.
 */
export function* eventsAt(path: string): Generator<LoggedEvent> {
  const descriptor = path === "-" ? 0 : openSync(path, "r");
  try {
    yield* eventsIn(linesOf(descriptor));
  } finally {
    if (path !== "-") closeSync(descriptor);
  }
}

function* eventsIn(lines: Iterable<string>): Generator<LoggedEvent> {
  let line = 0;
  let ended = false;
  for (const text of lines) {
    line++;
    const event = parsed(text);
    if (event === undefined)
      throw new EventLogError(line === 1 ? "it is no event log of Pulumi" : "the event is not whole", line);
    // The engine counts the events, so that a part that was cut out shows.
    if (event.sequence !== line - 1) throw new EventLogError("events are missing before this one", line);
    ended = "cancelEvent" in event;
    yield { line, event };
  }
  if (line === 0) throw new EventLogError("it is empty", 1);
  if (!ended) throw new EventLogError("the log ends here, before the run did", line);
}

function parsed(text: string): (EngineEvent & { readonly sequence: number }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isEvent = typeof value === "object" && value !== null && "sequence" in value && "timestamp" in value;
    return isEvent ? (value as EngineEvent & { readonly sequence: number }) : undefined;
  } catch {
    return undefined;
  }
}

/** What a run that policies alone have failed says in the end; what went wrong else has an event of its own. */
const SUMMARY = /^(?:preview|update) failed\s*$/;

/** Whether the event tells of an error that is no violation. */
export const isError = ({ diagnosticEvent }: EngineEvent): boolean =>
  diagnosticEvent?.severity === "error" && !SUMMARY.test(withoutColours(diagnosticEvent.message));

/** Text of the engine without its colour marks, `<{%fg 1%}>`. */
export const withoutColours = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "");
