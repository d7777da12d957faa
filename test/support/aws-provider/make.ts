import { InitFailed, type Result } from "../../../sandbox/plugins/provider/init-failed.js";
import {
  type Json,
  type JsonMap,
  mapAt,
  reveal,
  UNKNOWN,
  type Value,
  type ValueMap,
  withSecretsOf,
} from "../../../sandbox/plugins/provider/values.js";
import { type Account, Refusal } from "./account.js";
import { complete } from "./check.js";
import { canonical } from "./diff.js";
import { type Failure, type LiveResource, resourceOf } from "./journal.js";
import { at, withDefault } from "./paths.js";
import type { Making, Place, Reference, ResourceTable } from "./table.js";

/** One operation on one resource. */
export interface Operation {
  readonly type: string;
  readonly table: ResourceTable;
  readonly urn: string;
  readonly account: Account;
  readonly place: Place;
  readonly tables: Readonly<Record<string, ResourceTable>>;
}

const INJECTED = "InternalFailure: injected by the test";

/** What the provider shows of a resource that is not there yet. */
export const previewed = (table: ResourceTable, inputs: ValueMap, before: ValueMap = {}): ValueMap => {
  const planned = { ...carried(table, before, inputs), ...complete(table, inputs) };
  const unknown = Object.keys(table.computed).filter(
    (path) => Object.keys(before).length === 0 || table.recomputed?.includes(path),
  );
  const kept = Object.keys(table.computed).filter((path) => !unknown.includes(path));
  const filled = kept.reduce((map, path) => {
    const [value] = at(before, path);
    return value === undefined ? map : withDefault(map, path.split("."), valueAt(before, path) ?? value);
  }, planned as ValueMap);
  return unknown.reduce((map, path) => withDefault(map, path.split("."), UNKNOWN), filled);
};

export function create(operation: Operation, inputs: ValueMap): Result {
  const { account, table, type, urn } = operation;
  const making = started(operation, inputs);
  return guarded(operation, "create", inputs, () => {
    assertReferences(operation, making.inputs);
    assertUnique(operation, making.inputs);
    const id = table.id(making);
    const made: Making = { ...making, id };
    table.create?.(made);
    if (account.get(type, id) !== undefined && table.again !== true)
      throw new Refusal(table.duplicate ?? "ResourceInUseException", `${id} already exists`);
    const state = computedState(table, made, {});
    account.record({ op: "create", type, id, urn, state });
    table.alongCreate?.(made);
    return { id, state };
  });
}

export function update(operation: Operation, id: string, inputs: ValueMap): Result {
  const { account, table, type, urn } = operation;
  const making = started(operation, inputs);
  return guarded(operation, "update", inputs, () => {
    const live = account.get(type, id);
    if (live === undefined) throw new Refusal("ResourceNotFoundException", `${id} does not exist`);
    const made = { ...making, id, before: live.state };
    assertReferences(operation, making.inputs);
    assertUnique(operation, making.inputs, id);
    table.update?.(made);
    const state = computedState(table, made, live.state);
    account.record({ op: "update", type, id, urn, state });
    table.alongUpdate?.(made);
    return { id, state };
  });
}

export function remove(operation: Operation, id: string): void {
  const { account, table, type, urn } = operation;
  const live = account.get(type, id);
  // Somebody else deleted it, or the failure of the last try came after AWS had.
  if (live === undefined) return;
  guarded(operation, "delete", {}, () => {
    assertUnheld(operation, live);
    table.delete?.(live, account);
    account.record({ op: "delete", type, id, urn });
    table.alongDelete?.(live, account);
    return undefined;
  });
}

function started({ account, table, place, urn }: Operation, inputs: ValueMap): Omit<Making, "id"> {
  const known = reveal(complete(table, inputs)) as JsonMap;
  return {
    ...place,
    region: typeof known.region === "string" ? known.region : place.region,
    account,
    inputs: known,
    hex: (digits, salt = "") => account.hex(digits, `${urn} ${salt}`),
  };
}

/** Lets AWS refuse and the tests' failures happen; what AWS made comes back with the secrets of the inputs. */
function guarded<Made extends { id: string; state: JsonMap } | undefined>(
  { account, urn }: Operation,
  on: Failure["on"],
  inputs: ValueMap,
  act: () => Made,
): Result {
  const failure = account.meets(on, urn);
  const verb = { create: "creating", update: "updating", delete: "deleting" }[on];
  if (failure === "before") throw new Error(`${verb} ${resourceOf(urn)}: ${INJECTED}`);
  let made: Made;
  try {
    made = act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    account.record({ op: "refuse", on, urn, message: error.message });
    throw new Error(`${verb} ${resourceOf(urn)}: ${error.message}`);
  }
  const result = { id: made?.id ?? "", state: mapAt(withSecretsOf(inputs, made?.state ?? {})) };
  if (failure === undefined) return result;
  const message = `${verb} ${resourceOf(urn)}: ${INJECTED}, after it was done`;
  if (on === "delete") throw new Error(message);
  throw new InitFailed(message, result, inputs, [message]);
}

/** Values that AWS keeps for paths which the program leaves out. */
const carried = (table: ResourceTable, before: ValueMap, inputs: ValueMap): ValueMap =>
  Object.fromEntries(
    (table.keeps ?? []).flatMap((path): [string, Value][] => {
      const value = path.includes(".") ? undefined : before[path];
      return value === undefined || inputs[path] !== undefined ? [] : [[path, value]];
    }),
  );

function computedState(table: ResourceTable, made: Making, before: JsonMap): JsonMap {
  const started: ValueMap = { ...carried(table, before, made.inputs), ...made.inputs };
  const isNew = Object.keys(before).length === 0;
  return Object.entries(table.computed).reduce<ValueMap>((map, [path, compute]) => {
    const kept = isNew || table.recomputed?.includes(path) ? undefined : valueAt(before, path);
    return withDefault(map, path.split("."), kept ?? compute(made));
  }, started) as JsonMap;
}

function valueAt(map: ValueMap, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((held, key) => mapAt(held)[key], map);
}

function assertReferences({ account, table }: Operation, inputs: JsonMap): void {
  for (const [path, reference] of Object.entries(table.refers ?? {}))
    for (const value of at(inputs, path))
      if (!(reference.except?.test(String(value)) ?? false) && !exists(account, reference, value))
        throw new Refusal(
          reference.missing ?? "ResourceNotFoundException",
          `${path}: ${value} does not exist (no ${reference.types.join(" or ")} has this ${reference.by})`,
        );
}

const exists = (account: Account, { types, by }: Reference, value: Value): boolean =>
  types.some((type) => account.find(type, by, value) !== undefined);

function assertUnique({ account, table, type }: Operation, inputs: JsonMap, own?: string): void {
  const values = (map: ValueMap, group: readonly string[]) => group.map((property) => canonical(map[property])).join();
  for (const group of table.unique ?? []) {
    if (group.every((property) => inputs[property] === undefined)) continue;
    for (const other of account.all(type))
      if (other.id !== own && values(other.state, group) === values(inputs, group))
        throw new Refusal(
          table.duplicate ?? "ResourceInUseException",
          `there is already one with ${group.map((property) => `${property} ${canonical(inputs[property])}`).join(", ")}`,
        );
  }
}

/** AWS deletes nothing that something else still stands on. */
function assertUnheld({ account, tables, type }: Operation, live: LiveResource): void {
  for (const other of account.all())
    for (const [path, { types, by, holds, held }] of Object.entries(tables[other.type]?.refers ?? {})) {
      if (holds !== true || !types.includes(type) || other === live) continue;
      const own: Json | undefined = by === "id" ? live.id : live.state[by];
      if (own !== undefined && at(other.state, path).includes(own))
        throw new Refusal(held ?? "DependencyViolation", `${live.id} is in use by ${other.type} ${other.id} (${path})`);
    }
}
