import type { PolicyEvent } from "../../sandbox/engine-run.js";
import { type EngineEvent, EventLogError, eventsAt, isError, type StepMetadata } from "../sources/event-log.js";
import { endIn, WANTED } from "../sources/event-log-resources.js";
import { fileProblem } from "../sources/files.js";

/** What the log of a preview has, as far as a report needs it. */
export interface PreviewEvents {
  /** The last step of each resource that the stack is to have, by URN. */
  readonly steps: ReadonlyMap<string, StepMetadata>;
  /** Steps that take a resource away, by its URN. */
  readonly endings: ReadonlyMap<string, StepMetadata>;
  readonly policies: readonly PolicyEvent[];
  /** Names of the policies that were asked. */
  readonly asked: ReadonlySet<string>;
  /** Names of the packs that ran. */
  readonly packs: ReadonlySet<string>;
  /** How many errors there were that are no violations. */
  readonly errors: number;
  /** Why the log is not whole. */
  readonly broken?: string | undefined;
}

/** Reads the log of a preview. One that is not there or not whole is told, and so is what it has all the same. */
export function previewEvents(path: string): PreviewEvents {
  const steps = new Map<string, StepMetadata>();
  const endings = new Map<string, StepMetadata>();
  const policies: PolicyEvent[] = [];
  const asked = new Set<string>();
  const packs = new Set<string>();
  let errors = 0;
  const read = (event: EngineEvent): void => {
    const step = event.resourcePreEvent?.metadata;
    if (step !== undefined && WANTED.has(step.op)) steps.set(step.urn, step);
    if (step !== undefined && endIn(step) !== undefined) endings.set(step.urn, step);
    if (event.policyEvent !== undefined) policies.push(event.policyEvent);
    const summary = event.policyRemediateSummaryEvent ?? event.policyAnalyzeStackSummaryEvent;
    for (const policy of [...(summary?.passed ?? []), ...(summary?.failed ?? [])]) asked.add(policy);
    // `name|local|path`
    for (const pack of Object.keys(event.summaryEvent?.PolicyPacks ?? {})) packs.add(pack.split("|")[0] ?? pack);
    if (isError(event)) errors++;
  };
  let broken: string | undefined;
  try {
    for (const { event } of eventsAt(path)) read(event);
  } catch (error) {
    broken =
      error instanceof EventLogError
        ? `Pulumi's event log is not whole: line ${error.line}: ${error.message}`
        : `Pulumi has written no event log: ${fileProblem(error)}`;
  }
  return { steps, endings, policies, asked, packs, errors, broken };
}
