import { isMap, type JsonMap, mapAt, Secret, stringAt, type Value, type ValueMap, withSecretsOf } from "./values.js";

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

/** The state of a resource: what the server has, and what is needed to change it again. */
export function stateOf(live: JsonMap, inputs: ValueMap, fieldManager: string, initialApiVersion: string): ValueMap {
  const shown = mapAt(withSecretsOf(inputs, hideSecretData(live)));
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
  const { status: _, metadata, ...rest } = hideSecretData(live);
  const own = Object.entries(mapAt(metadata)).filter(([key]) => !SERVER_METADATA.has(key));
  return { ...rest, metadata: Object.fromEntries(own) };
}

/** The inputs as they would read had someone's changes to the object been made in the program; for a refresh. */
export function inputsAfterDrift(inputs: ValueMap, live: JsonMap): ValueMap {
  return mapAt(project(inputs, hideSecretData(live)));
}

function project(input: Value, live: Value | undefined): Value | undefined {
  if (input instanceof Secret || live instanceof Secret) {
    const inner = project(input instanceof Secret ? input.value : input, live instanceof Secret ? live.value : live);
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (isMap(input) && isMap(live)) {
    const kept = Object.entries(input).flatMap(([key, item]): [string, Value][] => {
      // The server drops what is empty; that is no drift.
      if (live[key] === undefined && isEmpty(item)) return [[key, item]];
      const found = project(item, live[key]);
      return found === undefined ? [] : [[key, found]];
    });
    return Object.fromEntries(kept);
  }
  if (Array.isArray(input) && Array.isArray(live))
    return live.map((item, index) => (index < input.length ? (project(input[index], item) ?? item) : item));
  return live;
}

const isEmpty = (value: Value): boolean =>
  value === null || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0);
