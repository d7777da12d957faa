import { createHash, randomBytes } from "node:crypto";
import { hasUnknown, mapAt, Secret, stringAt, Unknown, type Value, type ValueMap } from "../provider/values.js";
import type { ObjectApi } from "./api.js";
import { NoMatch } from "./api.js";
import { AUTONAMED } from "./diff.js";

export interface CheckArgs {
  /** Name of the Pulumi resource. */
  readonly resourceName: string;
  /** Inputs of last time; empty for a new resource. */
  readonly olds: ValueMap;
  readonly news: ValueMap;
  /** From the engine, so that preview and update agree; empty when it sends none. */
  readonly seed: Uint8Array;
  /** Namespace for objects that name none. */
  readonly defaultNamespace: string;
  readonly api: Pick<ObjectApi, "resource">;
  /** A `*Patch` resource: its object has a name already. */
  readonly isPatch: boolean;
}

/** Why inputs cannot be used; `property` is the path of the one to change. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Makes the inputs complete: a name, a namespace, secrets in the form that the server stores. */
export async function check(args: CheckArgs): Promise<{ inputs: ValueMap; failures: readonly CheckFailure[] }> {
  const { news } = args;
  const kind = stringAt(news.kind) ?? "";
  const failures: CheckFailure[] = [];
  for (const property of ["apiVersion", "kind"])
    if (news[property] === undefined) failures.push({ property, reason: `${property} must be set` });
  if (kind.endsWith("List") && Array.isArray(news.items))
    failures.push({
      property: "items",
      reason:
        "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. " +
        "Use the underlying resource type instead",
    });
  if (args.isPatch && stringAt(mapAt(news.metadata).name) === undefined && !hasUnknown(news.metadata ?? null))
    failures.push({
      property: "metadata.name",
      reason: "patch resources require the resource `.metadata.name` to be set",
    });
  const named = args.isPatch ? news : withName(args);
  const placed = await withNamespace(named, args);
  return { inputs: kind === "Secret" ? withEncodedData(placed) : placed, failures };
}

function withName({ resourceName, olds, news, seed }: CheckArgs): ValueMap {
  const metadata = mapAt(news.metadata);
  if (metadata.name !== undefined || metadata.generateName !== undefined) return news;
  // Known only at deployment, where it may bring a name.
  if (unmarked(news.metadata) instanceof Unknown) return news;
  const old = mapAt(olds.metadata);
  const kept = stringAt(mapAt(old.annotations)[AUTONAMED]) === "true" ? stringAt(old.name) : undefined;
  const suffix = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  const name = kept ?? `${resourceName.toLowerCase()}-${suffix.toString("hex").slice(0, 8)}`;
  const annotations = { ...mapAt(metadata.annotations), [AUTONAMED]: "true" };
  const named = { ...metadata, name, annotations };
  return { ...news, metadata: news.metadata instanceof Secret ? new Secret(named) : named };
}

async function withNamespace(inputs: ValueMap, { api, defaultNamespace }: CheckArgs): Promise<ValueMap> {
  const metadata = mapAt(inputs.metadata);
  const apiVersion = stringAt(inputs.apiVersion);
  const kind = stringAt(inputs.kind);
  if (metadata.namespace !== undefined || apiVersion === undefined || kind === undefined) return inputs;
  if (unmarked(inputs.metadata) instanceof Unknown) return inputs;
  const namespaced = await api.resource(apiVersion, kind).then(
    (resource) => resource.namespaced,
    (error: unknown) => {
      // A kind whose definition this very run creates: most have namespaces, and the creation corrects it.
      if (error instanceof NoMatch) return true;
      throw error;
    },
  );
  if (!namespaced) return inputs;
  const placed = { ...metadata, namespace: defaultNamespace };
  return { ...inputs, metadata: inputs.metadata instanceof Secret ? new Secret(placed) : placed };
}

const base64 = (value: Value): Value => (typeof value === "string" ? Buffer.from(value).toString("base64") : value);

/** `stringData` is write-only; what the server stores is `data`, and all of it is secret. */
function withEncodedData(inputs: ValueMap): ValueMap {
  const { stringData, data, ...rest } = inputs;
  if (stringData === undefined && data === undefined) return inputs;
  const text = unmarked(stringData);
  if (text instanceof Unknown) return { ...rest, data: new Secret(text) };
  const all: ValueMap = {
    ...openMap(data),
    ...Object.fromEntries(Object.entries(openMap(text)).map(([key, value]) => [key, base64(value)])),
  };
  return { ...rest, data: new Secret(all) };
}

const unmarked = (value: Value | undefined): Value | undefined =>
  value instanceof Secret ? unmarked(value.value) : value;

/** The entries without marks of their own: the map as a whole gets one. */
const openMap = (value: Value | undefined): ValueMap =>
  Object.fromEntries(Object.entries(mapAt(value)).map(([key, item]) => [key, unmarked(item) ?? null]));
