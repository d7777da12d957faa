import { policies } from "../../policy-pack/policies/index.js";
import { manifestsAt } from "../sources/manifests.js";
import { judge } from "./judge.js";
import type { CheckReport } from "./report.js";
import { type SelectionRequest, selectionFor } from "./selection.js";

export { checkConfiguration, configurationSchemaText } from "./configuration-check.js";

export interface CheckRequest extends SelectionRequest {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
}

/**
 * Judges manifests without an engine, a cluster or a network.
 *
 * @throws ConfigurationError when it is not clear what to judge by; what cannot be read is a problem of the report.
 */
export async function check(request: CheckRequest): Promise<CheckReport> {
  const selection = selectionFor(request, policies);
  return judge(manifestsAt(request.paths), selection);
}
