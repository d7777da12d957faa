import { isMap, type JsonMap, mapAt, stringAt, type ValueMap } from "../provider/values.js";
import type { ObjectApi, ObjectReference } from "./api.js";

/** Who creates objects; updates are applied by a manager of each resource's own, which takes these fields over. */
export const CREATOR = "pulumi-kubernetes";

interface ManagedEntry extends JsonMap {
  readonly manager: string;
  readonly operation: string;
}

const entriesOf = (live: ValueMap | undefined): readonly ManagedEntry[] => {
  const { managedFields } = mapAt(live?.metadata);
  return (Array.isArray(managedFields) ? managedFields : []) as unknown as ManagedEntry[];
};

/** Whether an earlier request of ours or of a person at kubectl set these fields (the official provider's choice). */
const isOurs = ({ manager, operation, subresource }: ManagedEntry): boolean =>
  subresource === undefined &&
  (manager.startsWith("kubectl") ||
    (operation === "Update" && (manager === CREATOR || manager === "before-first-apply")));

/** Union of two field sets (FieldsV1): nested maps whose keys are the fields. */
function union(a: ValueMap, b: ValueMap): ValueMap {
  const merged = Object.entries(b).map(([key, value]) => [key, isMap(a[key]) ? union(a[key], mapAt(value)) : value]);
  return { ...a, ...Object.fromEntries(merged) };
}

/**
 * Makes the fields that the creation set belong to the manager that applies from now on: otherwise a field left out
 * later would stay, still owned by the creator (client-go csaupgrade).
 */
export async function takeFieldsOver(api: ObjectApi, reference: ObjectReference, manager: string): Promise<void> {
  const live = await api.get(reference);
  const entries = entriesOf(live);
  if (!entries.some(isOurs)) return;
  const isTarget = (entry: ManagedEntry) => entry.manager === manager && entry.operation === "Apply";
  const [first, ...others] = entries.filter((entry) => isOurs(entry) || isTarget(entry));
  const fieldsV1 = others.reduce((fields, entry) => union(fields, mapAt(entry.fieldsV1)), mapAt(first?.fieldsV1));
  const taken = { ...first, manager, operation: "Apply", fieldsV1 } as JsonMap;
  const managedFields = [...entries.filter((entry) => !isOurs(entry) && !isTarget(entry)), taken];
  await api.patch(reference, [
    { op: "test", path: "/metadata/resourceVersion", value: stringAt(mapAt(live?.metadata).resourceVersion) ?? "" },
    { op: "replace", path: "/metadata/managedFields", value: managedFields },
  ]);
}

/** Whether a preview of an update must overrule: what it would conflict with is taken over by the update itself. */
export const conflictsWithOurselves = (live: ValueMap | undefined): boolean => entriesOf(live).some(isOurs);

/** The manager that the program names for an object. */
export const namedManager = (inputs: ValueMap): string | undefined =>
  stringAt(mapAt(mapAt(inputs.metadata).annotations)["pulumi.com/patchFieldManager"]) || undefined;

/**
 * Server-side apply of nothing: fields that only this manager set disappear, those of others stay.
 * @throws ApiError for example when nobody else sets a field that the object must have.
 */
export async function giveUpFields(api: ObjectApi, reference: ObjectReference, manager: string): Promise<void> {
  const { apiVersion, kind, name, namespace } = reference;
  const live = await api.get(reference);
  // To apply without owning anything would make an entry, or an object, only to say so.
  if (!entriesOf(live).some((entry) => entry.manager === manager && entry.operation === "Apply")) return;
  const nothing: JsonMap = { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
  await api.apply(reference, nothing, { dryRun: false, fieldManager: manager, force: true });
}
