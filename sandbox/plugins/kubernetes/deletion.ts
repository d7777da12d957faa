import { setTimeout as sleep } from "node:timers/promises";
import { type JsonMap, mapAt, stringAt, type ValueMap } from "../provider/values.js";
import type { ObjectReference } from "./api.js";
import { timeLimit } from "./await/index.js";
import { ApiError } from "./connection.js";
import type { Operation } from "./objects.js";
import { giveUpFields } from "./ownership.js";
import { referenceFromId } from "./reading.js";
import { mayComeLater, notFound } from "./refusals.js";
import { fieldManagerOf, inputsOf } from "./state.js";

const STANDARD_LIMIT_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 500;

/** Deletes the object and waits until it is gone; for a Patch, gives its fields back. */
export async function remove(operation: Operation, id: string, state: ValueMap): Promise<void> {
  const inputs = inputsOf(state);
  const reference = referenceFromId(id, Object.keys(inputs).length > 0 ? inputs : state);
  if (operation.isPatch) return removePatch(operation, reference, fieldManagerOf(state));
  const live = await operation.api.get(reference).catch((error: unknown) => {
    if (mayComeLater(error)) return undefined;
    throw error;
  });
  if (live === undefined) return;
  const annotations = mapAt(mapAt(inputs.metadata).annotations);
  const policy = stringAt(annotations["pulumi.com/deletionPropagationPolicy"]) ?? "Background";
  await operation.api.delete(reference, policy.charAt(0).toUpperCase() + policy.slice(1).toLowerCase());
  const skips = [annotations, mapAt(mapAt(live.metadata).annotations)].some(
    (all) => stringAt(all["pulumi.com/skipAwait"]) === "true",
  );
  if (!skips) await untilGone(operation, reference, live);
}

async function removePatch({ api }: Operation, reference: ObjectReference, manager?: string): Promise<void> {
  if (manager === undefined) return;
  await giveUpFields(api, reference, manager).catch((error: unknown) => {
    if (notFound(error) || mayComeLater(error)) return;
    if (!(error instanceof ApiError) || !/Required value/.test(error.message)) throw error;
    throw new Error(
      "this Patch resource is currently managing a required field, so it can't be deleted directly. Either set the " +
        `\`retainOnDelete\` resource option, or transfer ownership of the field before deleting: ${error.message}`,
    );
  });
}

async function untilGone(operation: Operation, reference: ObjectReference, live: JsonMap): Promise<void> {
  const { uid } = mapAt(live.metadata);
  const limit = timeLimit(live, operation.timeoutSeconds, STANDARD_LIMIT_MS);
  const end = Date.now() + limit;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const current = await operation.api.get(reference);
    if (current === undefined || mapAt(current.metadata).uid !== uid) return;
    if (operation.cancelled.aborted) throw new Error(`Resource operation was cancelled for '${reference.name}'`);
    if (Date.now() >= end) {
      const { finalizers } = mapAt(current.metadata);
      const held = Array.isArray(finalizers) ? `; finalizers that hold it: ${finalizers.join(", ")}` : "";
      throw new Error(`${reference.kind} '${reference.name}' was not deleted within ${limit / 1000} s${held}`);
    }
    if (pause === FIRST_PAUSE_MS) operation.status("Resource scheduled for deletion");
    await sleep(pause, undefined, { signal: operation.cancelled }).catch(() => {});
  }
}
