import { typesJudgedBy } from "../../policy-pack/judged-types.js";
import { policies } from "../../policy-pack/policies/index.js";
import { eventLogAt } from "../sources/event-log-resources.js";
import { manifestsAt } from "../sources/manifests.js";
import type { ProgramRequest } from "../sources/program/index.js";
import { subjectsOf } from "../sources/program/subjects.js";
import { stateAt } from "../sources/state.js";
import type { SourceItem } from "../sources/subject.js";
import { type ExemptionRequest, exemptionBook } from "./exemption-file.js";
import { judge } from "./judge.js";
import type { CheckReport } from "./report.js";
import { type SelectionRequest, selectionFor } from "./selection.js";

export { checkConfiguration, configurationSchemaText } from "./configuration-check.js";

export interface CheckRequest extends SelectionRequest, ExemptionRequest {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Exports of stacks, or `-`. Default: none. */
  readonly states?: readonly string[];
  /** Logs of a run's events, or `-`. Default: none. */
  readonly eventLogs?: readonly string[];
  /** A Pulumi program, judged together with what the paths lead to. */
  readonly program?: ProgramRequest | undefined;
}

/**
 * Judges manifests, programs, stacks' exports and event logs without an engine, a cluster or a network.
 *
 * @throws ConfigurationError when it is not clear what to judge by; what cannot be read is a problem of the report.
 */
export async function check(request: CheckRequest): Promise<CheckReport> {
  // With all of gRPC behind it: by `require`, and no part of this bundle.
  const programs = (): typeof import("../sources/program/index.js") => require("../sources/program/index.js");
  const { program, stackConfig = program && programs().stackFile(program) } = request;
  const selection = selectionFor({ ...request, stackConfig }, policies);
  const book = exemptionBook(request, selection, policies);
  const items = itemsOf(request, typesJudgedBy(selection.policies));
  if (program === undefined) return judge(items, selection, book);
  return judge(both(subjectsOf(await programs().runOf(program)), items), selection, book);
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}

function* itemsOf(
  { paths, states = [], eventLogs = [] }: CheckRequest,
  types: ReadonlySet<string>,
): Generator<SourceItem> {
  yield* manifestsAt(paths);
  for (const path of states) yield* stateAt(path, types);
  for (const path of eventLogs) yield* eventLogAt(path, types);
}
