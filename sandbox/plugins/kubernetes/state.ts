import {
  hasSecret,
  isList,
  isMap,
  type JsonMap,
  mapAt,
  Secret,
  sameItems,
  stringAt,
  type Value,
  type ValueMap,
  withSecretsOf,
} from "../provider/values.js";
import { forProgram } from "./extension-keys.js";
import { isQuantity, sameQuantity } from "./quantities.js";

/** Keys under which a resource's state keeps what the provider must remember. */
const INPUTS = "__inputs";
const FIELD_MANAGER = "__fieldManager";
const INITIAL_API_VERSION = "__initialApiVersion";

/** Fields that the server alone writes. */
const SERVER_METADATA = new Set([
  "creationTimestamp",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

/** Annotations that tools keep for themselves. */
const TOOL_ANNOTATIONS = new Set([
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
]);

/** The state of a resource: what the server has, and what is needed to change it again. */
export function stateOf(live: JsonMap, inputs: ValueMap, fieldManager: string, initialApiVersion: string): ValueMap {
  const shown = mapAt(withSecretsOf(inputs, hideSecretData(forProgram(live))));
  return { ...shown, [INPUTS]: inputs, [FIELD_MANAGER]: fieldManager, [INITIAL_API_VERSION]: initialApiVersion };
}

/** Whatever a Secret's author marked: all its data is secret. */
function hideSecretData(live: JsonMap): ValueMap {
  if (live.kind !== "Secret" || live.data === undefined) return live;
  return { ...live, data: new Secret(live.data) };
}

export const inputsOf = (state: ValueMap): ValueMap => mapAt(state[INPUTS]);
export const fieldManagerOf = (state: ValueMap): string | undefined => stringAt(state[FIELD_MANAGER]);
export const initialApiVersionOf = (state: ValueMap): string | undefined => stringAt(state[INITIAL_API_VERSION]);

/** What an author would have written to get this object; for an import. */
export function inputsFromLive(live: JsonMap): ValueMap {
  const { status: _, metadata, ...rest } = hideSecretData(forProgram(live));
  const { annotations, ...own } = Object.fromEntries(
    Object.entries(mapAt(metadata)).filter(([key]) => !SERVER_METADATA.has(key)),
  );
  const kept = Object.entries(mapAt(annotations)).filter(([key]) => !TOOL_ANNOTATIONS.has(key));
  return { ...rest, metadata: kept.length > 0 ? { ...own, annotations: Object.fromEntries(kept) } : own };
}

/** The inputs as they would read had someone's changes to the object been made in the program; for a refresh. */
export function inputsAfterDrift(inputs: ValueMap, live: JsonMap): ValueMap {
  return mapAt(project(inputs, hideSecretData(forProgram(live)), "", ""));
}

/** @param holder,key the names under which the value stands: `limits`, `memory`. */
function project(input: Value, live: Value | undefined, holder: string, key: string): Value | undefined {
  if (input instanceof Secret || live instanceof Secret) {
    const [ours, theirs] = [input instanceof Secret ? input.value : input, live instanceof Secret ? live.value : live];
    const inner = project(ours, theirs, holder, key);
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (isMap(input) && isMap(live)) {
    const kept = Object.entries(input).flatMap(([name, item]): [string, Value][] => {
      // The server drops what is empty; that is no drift.
      if (live[name] === undefined && isEmpty(name, item)) return [[name, item]];
      const found = project(item, live[name], key, name);
      return found === undefined ? [] : [[name, found]];
    });
    return Object.fromEntries(kept);
  }
  if (isList(input) && isList(live)) {
    if (hasSecret(input) && !sameItems(input, live)) return new Secret(live);
    return live.map((item, index) => project(input[index] ?? item, item, holder, key) ?? item);
  }
  const rewritten = live !== undefined && isQuantity(holder, key, input) && sameQuantity(String(input), String(live));
  return rewritten ? input : live;
}

/** Fields that say the same when they are absent and when they are false, 0 or empty (`omitempty` and no pointer). */
const SAME_WHEN_ABSENT = new Set([
  "apiGroup",
  "globalDefault",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "minReadySeconds",
  "paused",
  "publishNotReadyAddresses",
  "readOnly",
  "stdin",
  "stdinOnce",
  "tty",
  "unschedulable",
]);

const isEmpty = (key: string, value: Value): boolean =>
  value === null ||
  (isList(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value).length === 0) ||
  ((value === false || value === 0 || value === "") && SAME_WHEN_ABSENT.has(key));
