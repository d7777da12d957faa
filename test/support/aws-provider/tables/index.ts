import type { ResourceTable } from "../table.js";
import { DETECTION } from "./detection.js";
import { EC2 } from "./ec2.js";
import { ECR } from "./ecr.js";
import { EKS } from "./eks.js";
import { EVENTS } from "./events.js";
import { IAM } from "./iam.js";
import { KMS } from "./kms.js";
import { LOGS } from "./logs.js";
import { MESSAGES } from "./messages.js";
import { NETWORK } from "./network.js";
import { S3 } from "./s3.js";
import { SECURITY_GROUPS } from "./security-groups.js";

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
  Object.entries({
    ...DETECTION,
    ...EC2,
    ...ECR,
    ...EKS,
    ...EVENTS,
    ...IAM,
    ...KMS,
    ...LOGS,
    ...MESSAGES,
    ...NETWORK,
    ...S3,
    ...SECURITY_GROUPS,
  }).map(([type, table]) => [type, withCommon(table)]),
);
