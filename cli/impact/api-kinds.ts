import type { ApiServer } from "./api-server.js";

/** A kind whose objects can be listed and made. */
export interface ApiKind {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string;
}

const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface GroupDiscovery {
  readonly metadata?: { readonly name?: string };
  /** The preferred version first. */
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly responseKind?: { readonly kind: string };
      readonly scope: string;
      readonly verbs: readonly string[];
    }[];
  }[];
}

/** What the server serves, each kind in the version that it prefers. */
export async function servedKinds(server: ApiServer): Promise<readonly ApiKind[]> {
  const found: ApiKind[] = [];
  for (const path of ["/api", "/apis"])
    for (const { metadata, versions = [] } of (await server.get<{ items?: GroupDiscovery[] }>(path, AGGREGATED))
      .items ?? []) {
      const group = metadata?.name ?? "";
      for (const { version, resources = [] } of versions)
        for (const { resource, responseKind, scope, verbs } of resources) {
          if (found.some((known) => known.group === group && known.resource === resource)) continue;
          if (responseKind === undefined || !verbs.includes("list") || !verbs.includes("create")) continue;
          found.push({
            group,
            resource,
            kind: responseKind.kind,
            namespaced: scope === "Namespaced",
            root: group === "" ? `${path}/${version}` : `${path}/${group}/${version}`,
          });
        }
    }
  return found;
}

/** Path of the kind's objects, in one namespace or in all. */
export const pathOf = ({ root, resource, namespaced }: ApiKind, namespace?: string): string =>
  namespaced && namespace !== undefined
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`
    : `${root}/${resource}`;
