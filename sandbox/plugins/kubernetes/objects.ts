import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { InitFailed, type Result } from "../provider/init-failed.js";
import {
  hasUnknown,
  type Json,
  type JsonMap,
  mapAt,
  reveal,
  Secret,
  stringAt,
  type ValueMap,
} from "../provider/values.js";
import { idOf, type ObjectApi, type ObjectReference, referenceOf } from "./api.js";
import { NotReady, untilReady } from "./await/index.js";
import { type Answer, ApiError } from "./connection.js";
import { forServer } from "./extension-keys.js";
import { CREATOR, conflictsWithOurselves, giveUpFields, namedManager, takeFieldsOver } from "./ownership.js";
import { alreadyExists, describeRefusal, mayComeLater } from "./refusals.js";
import { fieldManagerOf, initialApiVersionOf, stateOf } from "./state.js";

/** Pauses before another try when a namespace or definition is missing, in seconds; the official provider's. */
const RETRY_SECONDS = [1, 2, 4, 8, 16];

/** What every operation needs to know about its resource. */
export interface Operation {
  readonly api: ObjectApi;
  readonly urn: string;
  /** A `*Patch` resource: the object belongs to somebody else. */
  readonly isPatch: boolean;
  /** The provider's enablePatchForce: take fields from other managers. */
  readonly patchForce: boolean;
  readonly preview: boolean;
  /** Seconds from customTimeouts; 0 for none. */
  readonly timeoutSeconds: number;
  readonly cancelled: AbortSignal;
  /** A line that the next one replaces. */
  readonly status: (message: string) => void;
  readonly warn: (message: string) => void;
}

type Verb = "created" | "updated" | "read";

/** The official provider's words. */
export function describeUnready(verb: Verb, urn: string, id: string, reason: string): string {
  const subject =
    verb === "created"
      ? `resource "${urn}" was successfully created, but the Kubernetes API server reported that it`
      : `the Kubernetes API server reported that "${id}"`;
  return `${subject} failed to fully initialize or become live: ${reason}`;
}

export const newManager = (inputs: ValueMap): string =>
  namedManager(inputs) ?? `${CREATOR}-${randomBytes(4).toString("hex")}`;
const kindOf = ({ apiVersion, kind }: ObjectReference): string => `${apiVersion}/${kind}`;
const forces = ({ patchForce }: Operation, inputs: ValueMap): boolean =>
  patchForce || stringAt(mapAt(mapAt(inputs.metadata).annotations)["pulumi.com/patchForce"]) === "true";

export async function create(operation: Operation, inputs: ValueMap): Promise<Result> {
  const { preview, urn } = operation;
  // Nothing can be asked of the server about an object that is not known; the engine shows what is.
  if (preview && hasUnknown(inputs)) return { id: "", state: { ...inputs } };
  const reference = referenceOf(inputs);
  const object = forServer(reveal(inputs));
  const manager = newManager(inputs);
  const send = operation.isPatch
    ? () => applyPatch(operation, reference, object, manager, inputs)
    : () => operation.api.create(reference, object, { dryRun: preview, fieldManager: CREATOR });
  try {
    const answer = await retrying(operation, send);
    return await finish(operation, "created", answer, inputs, manager, reference.apiVersion);
  } catch (error) {
    // In preview the namespace or definition may be part of the same program, and a replaced object is still there.
    if (preview && (mayComeLater(error) || alreadyExists(error))) return { id: "", state: { ...inputs } };
    if (error instanceof InitFailed) throw error;
    throw describeRefusal(error, urn, kindOf(reference), "created");
  }
}

async function applyPatch(
  operation: Operation,
  reference: ObjectReference,
  object: Json,
  manager: string,
  inputs: ValueMap,
): Promise<Answer> {
  const { kind, name } = reference;
  if ((await operation.api.get(reference)) === undefined)
    throw new ApiError(404, "NotFound", `${kind} "${name}" does not exist, so there is nothing to patch`);
  const force = forces(operation, inputs);
  return operation.api.apply(reference, object, { dryRun: operation.preview, fieldManager: manager, force });
}

export async function update(operation: Operation, state: ValueMap, inputs: ValueMap): Promise<ValueMap> {
  const { preview, urn, api } = operation;
  if (preview && hasUnknown(inputs)) return { ...inputs };
  // An object with a generated name has none in its inputs.
  const reference = { ...referenceOf(inputs), name: referenceOf(state).name || referenceOf(inputs).name };
  const revealed = forServer(reveal(inputs)) as JsonMap;
  const object = { ...revealed, metadata: { ...(mapAt(revealed.metadata) as JsonMap), name: reference.name } };
  const former = fieldManagerOf(state);
  const manager = namedManager(inputs) ?? former ?? newManager(inputs);
  try {
    if (!operation.isPatch && !preview) await takeFieldsOver(api, reference, manager);
    const force =
      forces(operation, inputs) || (preview && !operation.isPatch && conflictsWithOurselves(await api.get(reference)));
    const answer = await api.apply(reference, object, { dryRun: preview, fieldManager: manager, force });
    if (!preview && former !== undefined && former !== manager) await giveUpFields(api, reference, former);
    const apiVersion = initialApiVersionOf(state) ?? reference.apiVersion;
    return (await finish(operation, "updated", answer, inputs, manager, apiVersion)).state;
  } catch (error) {
    if (preview && mayComeLater(error)) return { ...inputs };
    if (error instanceof InitFailed) throw error;
    throw describeRefusal(error, urn, kindOf(reference), "updated");
  }
}

/** Warnings to the user, then the wait, then the state. */
async function finish(
  operation: Operation,
  verb: "created" | "updated",
  { body, warnings }: Answer,
  inputs: ValueMap,
  manager: string,
  initialApiVersion: string,
): Promise<Result> {
  for (const warning of warnings) operation.warn(warning);
  const reference = { ...referenceOf(body), apiVersion: stringAt(inputs.apiVersion) ?? initialApiVersion };
  const asStored = reference.namespace === undefined ? withoutNamespace(inputs) : inputs;
  const id = idOf(reference);
  const result = (live: JsonMap): Result => ({ id, state: stateOf(live, asStored, manager, initialApiVersion) });
  if (operation.preview) {
    // What only the real object will have must stay unknown to the program.
    const { status: _, ...known } = body;
    return result(known);
  }
  if (operation.isPatch) return result(body);
  const { api, timeoutSeconds, cancelled, status, urn } = operation;
  try {
    const live = await untilReady({ api, reference, live: body, timeoutSeconds, cancelled, onStatus: status });
    // What was waited for is over; its line must not stand beside the finished resource.
    status("");
    return result(live);
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    const [first = "", ...others] = error.reasons;
    const message = describeUnready(verb, urn, id, first);
    throw new InitFailed(message, result(error.live), asStored, [message, ...others]);
  }
}

/** A custom kind turned out to have no namespaces: the check could not know, and the next one will set none. */
function withoutNamespace(inputs: ValueMap): ValueMap {
  const { namespace, ...metadata } = mapAt(inputs.metadata);
  if (namespace === undefined) return inputs;
  return { ...inputs, metadata: inputs.metadata instanceof Secret ? new Secret(metadata) : metadata };
}

/** Tries again where a namespace or definition may still come, within the program's customTimeouts; never in preview. */
async function retrying(operation: Operation, send: () => Promise<Answer>): Promise<Answer> {
  const end = operation.timeoutSeconds > 0 ? Date.now() + operation.timeoutSeconds * 1000 : Number.POSITIVE_INFINITY;
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const pause = RETRY_SECONDS[attempt];
      const over = pause === undefined || Date.now() + pause * 1000 > end || operation.cancelled.aborted;
      if (operation.preview || over || !mayComeLater(error)) throw error;
      operation.status(`Retry #${attempt}; creation failed: ${error instanceof Error ? error.message : error}`);
      await sleep(pause * 1000, undefined, { signal: operation.cancelled }).catch(() => {});
    }
  }
}
