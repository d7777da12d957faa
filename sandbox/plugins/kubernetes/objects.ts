import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { idOf, type ObjectApi, type ObjectReference, referenceOf } from "./api.js";
import { NotReady, skipsAwait, timeLimit, untilReady } from "./await/index.js";
import { type Answer, ApiError } from "./connection.js";
import { alreadyExists, describeRefusal, mayComeLater, notFound } from "./refusals.js";
import { fieldManagerOf, initialApiVersionOf, inputsAfterDrift, inputsFromLive, inputsOf, stateOf } from "./state.js";
import { hasUnknown, type Json, type JsonMap, mapAt, reveal, stringAt, type ValueMap } from "./values.js";

/** Who creates objects; updates are applied by a manager of each resource's own, which takes these fields over. */
const CREATOR = "pulumi-kubernetes";
/** Pauses before another try when a namespace or definition is missing, in seconds; the official provider's. */
const RETRY_SECONDS = [1, 2, 4, 8, 16];
const MINUTE_MS = 60_000;

/** What every operation needs to know about its resource. */
export interface Operation {
  readonly api: ObjectApi;
  readonly urn: string;
  /** A `*Patch` resource: the object belongs to somebody else. */
  readonly isPatch: boolean;
  readonly preview: boolean;
  /** Seconds from customTimeouts; 0 for none. */
  readonly timeoutSeconds: number;
  readonly cancelled: AbortSignal;
  /** A line that the next one replaces. */
  readonly status: (message: string) => void;
  readonly warn: (message: string) => void;
}

export interface Result {
  readonly id: string;
  readonly state: ValueMap;
}

/** The object exists, but did not become ready: Pulumi keeps it and tries again next time. */
export class InitFailed extends Error {
  override readonly name = "InitFailed";
  constructor(
    message: string,
    readonly result: Result,
    readonly inputs: ValueMap,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}

const newManager = (): string => `${CREATOR}-${randomBytes(4).toString("hex")}`;
const kindOf = ({ apiVersion, kind }: ObjectReference): string => `${apiVersion}/${kind}`;
const forces = (inputs: ValueMap): boolean =>
  stringAt(mapAt(mapAt(inputs.metadata).annotations)["pulumi.com/patchForce"]) === "true";

export async function create(operation: Operation, inputs: ValueMap): Promise<Result> {
  const { preview, urn } = operation;
  // Nothing can be asked of the server about an object that is not known; the engine shows what is.
  if (preview && hasUnknown(inputs)) return { id: "", state: { ...inputs } };
  const reference = referenceOf(inputs);
  const object = reveal(inputs);
  const manager = newManager();
  const send = operation.isPatch
    ? () => applyPatch(operation, reference, object, manager, inputs)
    : () => operation.api.create(reference, object, { dryRun: preview, fieldManager: CREATOR });
  try {
    const answer = await retrying(operation, send);
    return await finish(operation, answer, inputs, manager, reference.apiVersion);
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
  return operation.api.apply(reference, object, {
    dryRun: operation.preview,
    fieldManager: manager,
    force: forces(inputs),
  });
}

export async function update(operation: Operation, state: ValueMap, inputs: ValueMap): Promise<ValueMap> {
  const { preview, urn, api } = operation;
  if (preview && hasUnknown(inputs)) return { ...inputs };
  const reference = referenceOf(inputs);
  const manager = fieldManagerOf(state) ?? newManager();
  try {
    if (!operation.isPatch && !preview) await takeFieldsOver(api, reference, manager);
    const force = !operation.isPatch || forces(inputs);
    const answer = await api.apply(reference, reveal(inputs), { dryRun: preview, fieldManager: manager, force });
    return (await finish(operation, answer, inputs, manager, initialApiVersionOf(state) ?? reference.apiVersion)).state;
  } catch (error) {
    if (preview && mayComeLater(error)) return { ...inputs };
    if (error instanceof InitFailed) throw error;
    throw describeRefusal(error, urn, kindOf(reference), "updated");
  }
}

/** Warnings to the user, then the wait, then the state. */
async function finish(
  operation: Operation,
  { body, warnings }: Answer,
  inputs: ValueMap,
  manager: string,
  apiVersion: string,
): Promise<Result> {
  for (const warning of warnings) operation.warn(warning);
  const reference = { ...referenceOf(body), apiVersion: stringAt(inputs.apiVersion) ?? apiVersion };
  const result = (live: JsonMap): Result => ({
    id: idOf(reference),
    state: stateOf(live, inputs, manager, apiVersion),
  });
  if (operation.preview || operation.isPatch) return result(body);
  const { api, timeoutSeconds, cancelled, status, urn } = operation;
  try {
    const live = await untilReady({ api, reference, live: body, timeoutSeconds, cancelled, onStatus: status });
    // What was waited for is over; its line must not stand beside the finished resource.
    status("");
    return result(live);
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    const message = `the Kubernetes API server reported that "${idOf(reference)}" failed to fully initialize or become live (${urn}): ${error.message}`;
    throw new InitFailed(message, result(error.live), inputs, error.reasons);
  }
}

/**
 * Makes the fields that the creation set belong to the manager that applies from now on: otherwise a field left out
 * later would stay, still owned by the creator (client-go csaupgrade).
 */
async function takeFieldsOver(api: ObjectApi, reference: ObjectReference, manager: string): Promise<void> {
  const live = await api.get(reference);
  const metadata = mapAt(live?.metadata);
  const entries = (Array.isArray(metadata.managedFields) ? metadata.managedFields : []) as unknown as JsonMap[];
  const created = entries.find(
    (entry) => entry.manager === CREATOR && entry.operation === "Update" && !entry.subresource,
  );
  if (created === undefined || entries.some((entry) => entry.manager === manager)) return;
  const managedFields = entries.map((entry) => (entry === created ? { ...entry, manager, operation: "Apply" } : entry));
  await api.patch(reference, [
    { op: "test", path: "/metadata/resourceVersion", value: stringAt(metadata.resourceVersion) ?? "" },
    { op: "replace", path: "/metadata/managedFields", value: managedFields },
  ]);
}

/** @returns undefined when the object is gone. */
export async function read(
  operation: Operation,
  id: string,
  inputs: ValueMap,
  state: ValueMap,
): Promise<{ inputs: ValueMap; result: Result } | undefined> {
  const known = Object.keys(inputsOf(state)).length > 0 ? inputsOf(state) : inputs;
  const isImport = Object.keys(inputsOf(state)).length === 0;
  const at = referenceFromId(id, known);
  const live = await operation.api.get(at).catch((error: unknown) => {
    if (mayComeLater(error)) return undefined;
    throw error;
  });
  if (live === undefined) return undefined;
  const found: JsonMap = { ...live, apiVersion: at.apiVersion, kind: at.kind };
  const seen = isImport ? inputsFromLive(found) : inputsAfterDrift(known, found);
  const manager = fieldManagerOf(state) ?? newManager();
  // An imported object has no inputs of ours yet: only what the program sets counts as a difference.
  const remembered = isImport ? {} : seen;
  return {
    inputs: seen,
    result: {
      id,
      state: { ...stateOf(found, seen, manager, initialApiVersionOf(state) ?? at.apiVersion), __inputs: remembered },
    },
  };
}

function referenceFromId(id: string, known: ValueMap): ObjectReference {
  const [first = "", second] = id.split("/");
  const { apiVersion, kind } = referenceOf(known);
  return second === undefined
    ? { apiVersion, kind, name: first }
    : { apiVersion, kind, namespace: first, name: second };
}

export async function remove(operation: Operation, id: string, state: ValueMap): Promise<void> {
  const inputs = inputsOf(state);
  const reference = referenceFromId(id, Object.keys(inputs).length > 0 ? inputs : state);
  if (operation.isPatch) return giveUpFields(operation, reference, fieldManagerOf(state));
  const annotations = mapAt(mapAt(inputs.metadata).annotations);
  const policy = stringAt(annotations["pulumi.com/deletionPropagationPolicy"]) ?? "Background";
  const policyName = policy.charAt(0).toUpperCase() + policy.slice(1).toLowerCase();
  const live = await operation.api.get(reference).catch((error: unknown) => {
    if (mayComeLater(error)) return undefined;
    throw error;
  });
  if (live === undefined) return;
  await operation.api.delete(reference, policyName);
  if (!skipsAwait(live)) await untilGone(operation, reference, live);
}

/** Server-side apply of nothing: fields that only we set disappear, those of others stay. */
async function giveUpFields(
  { api }: Operation,
  reference: ObjectReference,
  manager: string | undefined,
): Promise<void> {
  const { apiVersion, kind, name, namespace } = reference;
  if (manager === undefined || (await api.get(reference)) === undefined) return;
  const nothing: JsonMap = { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
  await api.apply(reference, nothing, { dryRun: false, fieldManager: manager, force: true }).catch((error: unknown) => {
    if (!notFound(error)) throw error;
  });
}

async function untilGone(operation: Operation, reference: ObjectReference, live: JsonMap): Promise<void> {
  const uid = mapAt(live.metadata).uid;
  const limit = timeLimit(live, operation.timeoutSeconds, 10 * MINUTE_MS);
  const end = Date.now() + limit;
  for (let pause = 30; ; pause = Math.min(pause * 1.5, 500)) {
    const current = await operation.api.get(reference);
    if (current === undefined || mapAt(current.metadata).uid !== uid) return;
    if (operation.cancelled.aborted) throw new Error(`Resource operation was cancelled for '${reference.name}'`);
    if (Date.now() >= end) {
      const finalizers = mapAt(current.metadata).finalizers;
      const held = Array.isArray(finalizers) ? `; finalizers that hold it: ${finalizers.join(", ")}` : "";
      throw new Error(`${reference.kind} '${reference.name}' was not deleted within ${limit / 1000} s${held}`);
    }
    operation.status("Resource scheduled for deletion");
    await sleep(pause, undefined, { signal: operation.cancelled }).catch(() => {});
  }
}

/** Tries again where a namespace or definition may still come; never in preview. */
async function retrying(operation: Operation, send: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const pause = RETRY_SECONDS[attempt];
      if (operation.preview || pause === undefined || !mayComeLater(error) || operation.cancelled.aborted) throw error;
      operation.status(`Retry #${attempt}; creation failed: ${error instanceof Error ? error.message : error}`);
      await sleep(pause * 1000, undefined, { signal: operation.cancelled }).catch(() => {});
    }
  }
}
