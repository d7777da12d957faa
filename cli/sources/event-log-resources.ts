import type { End } from "../../policy-pack/policy.js";
import { type EngineEvent, EventLogError, eventsAt, isError, type StepMetadata } from "./event-log.js";
import { fileProblem } from "./files.js";
import { nameInUrn, type RegisteredResource, subjectOf, subjectsOf } from "./registered-resource.js";
import type { Problem, Skipped, SourceItem, Subject } from "./subject.js";

/** Steps after which the stack has the resource as it is wanted. */
export const WANTED: ReadonlySet<string> = new Set([
  "same",
  "create",
  "update",
  "replace",
  "create-replacement",
  "import",
  "import-replacement",
]);

/** Steps that take a resource away; for a replacement the engine has several, and this one always. */
const ENDS: Readonly<Record<string, End>> = { delete: "deletion", replace: "replacement" };

/** How the step ends a resource; what stays in the world when it leaves the stack does not end. */
export function endIn({ op, old }: StepMetadata): End | undefined {
  const end = Object.hasOwn(ENDS, op) ? ENDS[op] : undefined;
  return end === "deletion" && old?.retainOnDelete === true ? undefined : end;
}

const READ: ReadonlySet<string> = new Set(["read", "read-replacement"]);

/** A resource of a log, and the line of its last step. */
interface LoggedResource {
  readonly step: StepMetadata;
  readonly line: number;
}

/**
 * The resources that a run was to leave behind, by the log of its events; `-` is standard input. What the run's own
 * policies said is not read here: the log may be of a run without them. Of a log that is not whole, or of a run that an
 * error has ended, nothing is judged: a resource without its companions would be refused for what only is not there yet.
 *
 * @param types that are judged beside Kubernetes objects.
 */
export function* eventLogAt(path: string, types: ReadonlySet<string>): Generator<SourceItem> {
  const file = path === "-" ? "<stdin>" : path;
  const resources = new Map<string, LoggedResource>();
  const endings = new Map<string, LoggedResource>();
  const others: (Problem | Skipped)[] = [];
  let result: string | undefined;
  try {
    let refused = false;
    let last = 1;
    for (const { event, line } of eventsAt(path)) {
      last = line;
      others.push(...asideOf(event, file, line));
      const step = event.resourcePreEvent?.metadata;
      if (step !== undefined && WANTED.has(step.op)) resources.set(step.urn, { step, line });
      if (step !== undefined && endIn(step) !== undefined) endings.set(step.urn, { step, line });
      refused ||= event.policyEvent !== undefined && event.policyEvent.enforcementLevel !== "advisory";
      result = event.summaryEvent?.result ?? result;
    }
    if (result === "failed" && !refused && !others.some(isProblem))
      others.push({ file, line: last, problem: "the run failed and does not say why" });
  } catch (error) {
    if (error instanceof EventLogError) others.push({ file, line: error.line, problem: error.message });
    else others.push({ file, problem: fileProblem(error) });
  }
  yield* others;
  if (others.some(isProblem)) return;
  yield* subjectsOf(
    [...resources.values()].map((resource) => registered(resource, file)),
    types,
  );
  yield* endingsOf(
    [...endings.values()].map(({ step, line }) => ({ step, file, line })),
    types,
  );
}

/** The old states that steps take away, of the types that are judged. */
export function* endingsOf(
  endings: Iterable<{ readonly step: StepMetadata; readonly file: string; readonly line?: number | undefined }>,
  types: ReadonlySet<string>,
): Generator<Subject> {
  for (const { step, file, line } of endings) {
    const end = endIn(step);
    if (end === undefined || !types.has(step.type)) continue;
    const { urn, type, old } = step;
    const { parent, custom = true, inputs = {} } = old ?? {};
    const state = { urn, type, parent, custom, inputs, file, line: () => line, whyHidden: WHY_HIDDEN };
    const subject = subjectOf(state);
    yield { ...subject, resource: { ...subject.resource, end } };
  }
}

const isProblem = (item: Problem | Skipped): boolean => "problem" in item;

/** What an event tells beside resources: an error, or a resource that the run only reads. */
function* asideOf(event: EngineEvent, file: string, line: number): Generator<Problem | Skipped> {
  const { diagnosticEvent, resourcePreEvent } = event;
  if (isError(event)) {
    const of = diagnosticEvent?.urn ? ` of ${nameInUrn(diagnosticEvent.urn)}` : "";
    // The text of an error may quote a value.
    yield { file, line, problem: `the run was ended by an error${of}, so resources may be missing` };
  }
  const step = resourcePreEvent?.metadata;
  if (step !== undefined && READ.has(step.op))
    yield { file, line, skipped: `${nameInUrn(step.urn)} (${step.type}) is read by the program, not managed by it` };
}

const WHY_HIDDEN = "is a secret, which an event log does not show. Fix: judge it in pulumi preview";

const registered = ({ step, line }: LoggedResource, file: string): RegisteredResource => ({
  urn: step.urn,
  type: step.type,
  parent: step.new?.parent,
  custom: step.new?.custom ?? false,
  inputs: step.new?.inputs ?? {},
  file,
  line: () => line,
  whyHidden: WHY_HIDDEN,
});
