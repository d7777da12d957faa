import { type Json, type JsonMap, mapAt, stringAt, type ValueMap } from "../provider/values.js";
import { type Answer, ApiError, type Connection } from "./connection.js";

/** Which object: everything that a path in the API needs. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for kinds without namespaces. */
  readonly namespace?: string;
}

/** Where a kind lives in the API. */
export interface ApiResource {
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface WriteOptions {
  /** Checks and admits like a real request, but stores nothing. */
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** Takes fields over from other managers. */
  readonly force?: boolean;
}

/** No API of the server has this kind: its CustomResourceDefinition may come later. */
export class NoMatch extends Error {
  override readonly name = "NoMatch";
}

const query = ({ dryRun, fieldManager, force }: WriteOptions): string =>
  `?${new URLSearchParams({ fieldManager, ...(dryRun ? { dryRun: "All" } : {}), ...(force ? { force: "true" } : {}) })}`;

/** Objects of one API server, by their kinds. */
export class ObjectApi {
  private readonly discovered = new Map<string, Promise<ReadonlyMap<string, ApiResource>>>();

  constructor(private readonly connection: Connection) {}

  /** @throws NoMatch when the server does not know the kind. */
  async resource(apiVersion: string, kind: string): Promise<ApiResource> {
    const known = (await this.discover(apiVersion)).get(kind);
    if (known) return known;
    // A definition may have been made since: look again, once for each question.
    this.discovered.delete(apiVersion);
    const fresh = (await this.discover(apiVersion)).get(kind);
    if (!fresh) throw new NoMatch(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return fresh;
  }

  /** @returns undefined when there is no such object. */
  async get(reference: ObjectReference): Promise<JsonMap | undefined> {
    const path = await this.path(reference);
    return this.connection.send("GET", path).then(
      ({ body }) => body,
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      },
    );
  }

  /** Objects of a kind in a namespace that carry a label. */
  async list(apiVersion: string, kind: string, namespace: string, labelSelector: string): Promise<readonly JsonMap[]> {
    const { plural } = await this.resource(apiVersion, kind);
    const path = `${root(apiVersion)}/namespaces/${namespace}/${plural}?${new URLSearchParams({ labelSelector })}`;
    const { items } = (await this.connection.send("GET", path)).body;
    return (Array.isArray(items) ? items : []) as JsonMap[];
  }

  async create(reference: ObjectReference, object: Json, options: WriteOptions): Promise<Answer> {
    const path = await this.collection(reference);
    return this.connection.send("POST", path + query(options), object);
  }

  /** Server-side apply: the fields in `object` are ours from now on, those left out since last time are removed. */
  async apply(reference: ObjectReference, object: Json, options: WriteOptions): Promise<Answer> {
    const path = await this.path(reference);
    return this.connection.send("PATCH", path + query(options), object, "application/apply-patch+yaml");
  }

  async patch(reference: ObjectReference, operations: Json): Promise<Answer> {
    return this.connection.send("PATCH", await this.path(reference), operations, "application/json-patch+json");
  }

  /** @returns false when there was nothing to delete. */
  async delete(reference: ObjectReference, propagationPolicy: string): Promise<boolean> {
    const path = await this.path(reference);
    const options = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
    return this.connection.send("DELETE", path, options).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return false;
        throw error;
      },
    );
  }

  private async path(reference: ObjectReference): Promise<string> {
    return `${await this.collection(reference)}/${encodeURIComponent(reference.name)}`;
  }

  private async collection({ apiVersion, kind, namespace }: ObjectReference): Promise<string> {
    const { plural, namespaced } = await this.resource(apiVersion, kind);
    const inside = namespaced ? `/namespaces/${encodeURIComponent(namespace ?? "default")}` : "";
    return `${root(apiVersion)}${inside}/${plural}`;
  }

  private discover(apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> {
    let found = this.discovered.get(apiVersion);
    if (found === undefined) {
      found = this.connection.send("GET", root(apiVersion)).then(({ body }) => readResources(body), noGroup);
      this.discovered.set(apiVersion, found);
      found.catch(() => this.discovered.delete(apiVersion));
    }
    return found;
  }
}

const root = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

function noGroup(error: unknown): ReadonlyMap<string, ApiResource> {
  if (error instanceof ApiError && error.status === 404) return new Map();
  throw error;
}

function readResources({ resources }: JsonMap): ReadonlyMap<string, ApiResource> {
  const list = (Array.isArray(resources) ? resources : []) as { name: string; kind: string; namespaced: boolean }[];
  // `pods/status` and its like are of the same kind and not what is meant.
  return new Map(
    list
      .filter(({ name }) => !name.includes("/"))
      .map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]),
  );
}

/** The object that inputs describe; parts that are unknown or absent are empty. */
export function referenceOf(inputs: ValueMap): ObjectReference {
  const metadata = mapAt(inputs.metadata);
  return {
    apiVersion: stringAt(inputs.apiVersion) ?? "",
    kind: stringAt(inputs.kind) ?? "",
    name: stringAt(metadata.name) ?? "",
    namespace: stringAt(metadata.namespace),
  };
}

/** Pulumi's id of an object: `namespace/name`, or `name`. */
export const idOf = ({ namespace, name }: ObjectReference): string => (namespace ? `${namespace}/${name}` : name);
