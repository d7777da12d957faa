import { type ApiKind, pathOf } from "./api-kinds.js";
import type { ApiServer } from "./api-server.js";
import type { ApiObject } from "./objects.js";

const TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1";

interface Table {
  readonly metadata?: { readonly continue?: string };
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows?: readonly { readonly cells: readonly unknown[]; readonly object: ApiObject }[] | null;
}

/** Values that the API server wants of a Secret by its type (core/v1), without anything in them. */
const PLACEHOLDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "kubernetes.io/basic-auth": { username: "" },
  "kubernetes.io/dockercfg": { ".dockercfg": "{}" },
  "kubernetes.io/dockerconfigjson": { ".dockerconfigjson": "{}" },
  "kubernetes.io/ssh-auth": { "ssh-privatekey": "" },
  "kubernetes.io/tls": { "tls.crt": "", "tls.key": "" },
};

/** Secrets with their types and without their values: these do not leave the API server. */
export async function secretsWithoutValues(server: ApiServer, kind: ApiKind): Promise<readonly ApiObject[]> {
  const found: ApiObject[] = [];
  let next = "";
  do {
    const query = new URLSearchParams({ limit: "500", ...(next === "" ? {} : { continue: next }) });
    const page = await server.get<Table>(`${pathOf(kind)}?${query}`, TABLE);
    const at = page.columnDefinitions.findIndex(({ name }) => name === "Type");
    for (const { cells, object } of page.rows ?? []) {
      const type = String(cells[at]);
      found.push({ metadata: object.metadata, ...{ type, stringData: PLACEHOLDERS[type] } });
    }
    next = page.metadata?.continue ?? "";
  } while (next !== "");
  return found;
}
