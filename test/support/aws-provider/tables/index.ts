import type { ResourceTable } from "../table.js";
import { EKS } from "./eks.js";
import { IAM } from "./iam.js";
import { KMS } from "./kms.js";

/** What nearly all types have in common. */
function withCommon(table: ResourceTable): ResourceTable {
  const has = (property: string) => table.optional.includes(property);
  return {
    ...table,
    replaces: [...table.replaces, ...(has("region") ? ["region"] : [])],
    computed: {
      ...table.computed,
      ...(has("region") ? { region: ({ region }) => region } : {}),
      ...(has("tags") ? { tagsAll: ({ inputs }) => inputs.tags ?? {} } : {}),
    },
    recomputed: [...(table.recomputed ?? []), ...(has("tags") ? ["tagsAll"] : [])],
  };
}

/** Every type of resource that the fake knows, by its token. */
export const TABLES: Readonly<Record<string, ResourceTable>> = Object.fromEntries(
  Object.entries({ ...EKS, ...IAM, ...KMS }).map(([type, table]) => [type, withCommon(table)]),
);
