import { InitFailed, type Result } from "../provider/init-failed.js";
import type { JsonMap, ValueMap } from "../provider/values.js";
import { type ObjectReference, referenceOf } from "./api.js";
import { notReadyNow } from "./await/index.js";
import { describeUnready, newManager, type Operation } from "./objects.js";
import { mayComeLater } from "./refusals.js";
import { fieldManagerOf, initialApiVersionOf, inputsAfterDrift, inputsFromLive, inputsOf, stateOf } from "./state.js";

/**
 * Looks at the object again. Without earlier inputs it is an import, and the inputs are all that the object holds.
 * @returns undefined when the object is gone. @throws InitFailed when it is there, but not ready (not for an import).
 */
export async function read(
  operation: Operation,
  id: string,
  typed: ValueMap,
  state: ValueMap,
): Promise<{ inputs: ValueMap; result: Result } | undefined> {
  const remembered = inputsOf(state);
  const isImport = Object.keys(remembered).length === 0;
  const known = isImport ? typed : remembered;
  const at = referenceFromId(id, known);
  const live = await operation.api.get(at).catch((error: unknown) => {
    if (mayComeLater(error)) return undefined;
    throw error;
  });
  if (live === undefined) return undefined;
  const found: JsonMap = { ...live, apiVersion: at.apiVersion, kind: at.kind };
  const inputs = isImport ? inputsFromLive(found) : inputsAfterDrift(known, found);
  const manager = fieldManagerOf(state) ?? newManager(inputs);
  const result = { id, state: stateOf(found, inputs, manager, initialApiVersionOf(state) ?? at.apiVersion) };
  if (!isImport && !operation.isPatch) {
    const reason = await notReadyNow(operation.api, found);
    if (reason !== undefined)
      throw new InitFailed(describeUnready("read", operation.urn, id, reason), result, inputs, [reason]);
  }
  return { inputs, result };
}

/** The object that an id names: `namespace/name`, or `name`. */
export function referenceFromId(id: string, known: ValueMap): ObjectReference {
  const [first = "", second] = id.split("/");
  const { apiVersion, kind } = referenceOf(known);
  return second === undefined
    ? { apiVersion, kind, name: first }
    : { apiVersion, kind, namespace: first, name: second };
}
