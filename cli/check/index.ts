import { policies } from "../../policy-pack/policies/index.js";
import { manifestsAt } from "../sources/manifests.js";
import type { ProgramRequest } from "../sources/program/index.js";
import { subjectsOf } from "../sources/program/subjects.js";
import { judge } from "./judge.js";
import type { CheckReport } from "./report.js";
import { type SelectionRequest, selectionFor } from "./selection.js";

export interface CheckRequest extends SelectionRequest {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  /** A Pulumi program, judged together with what the paths lead to. */
  readonly program?: ProgramRequest | undefined;
}

/**
 * Judges manifests and programs without an engine, a cluster or a network.
 *
 * @throws ConfigurationError when it is not clear what to judge by; what cannot be read is a problem of the report.
 */
export async function check(request: CheckRequest): Promise<CheckReport> {
  const selection = await selectionFor(request, policies);
  const { paths, program } = request;
  if (program === undefined) return judge(manifestsAt(paths), selection);
  // With all of gRPC behind it: by `require`, and no part of this bundle.
  const { runOf } = require("../sources/program/index.js") as typeof import("../sources/program/index.js");
  return judge(both(subjectsOf(await runOf(program)), manifestsAt(paths)), selection);
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}
