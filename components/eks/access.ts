import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.js";
import { type AccessEntry, type CreatedEntry, createAccessEntry } from "./access/entry.js";
import { accountOf } from "./account.js";

export { type AccessEntry, AccessPolicy, type GrantedPolicy } from "./access/entry.js";

export interface AccessArgs {
  /** Name of a cluster whose `authenticationMode` is `API`: entries of the aws-auth ConfigMap would go on beside these. */
  clusterName: pulumi.Input<string>;
  /**
   * Who may come in, by a name that stays for ever: lower-case letters, digits and hyphens. A principal that moves to another
   * name is refused by EKS until the old entry is gone.
   */
  entries: Record<string, AccessEntry>;
  /** Tags of the entries. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Who may use the Kubernetes API of a cluster, beside the administrators that `Cluster` was given: access entries, never the
 * aws-auth ConfigMap (NSA-AUTH-01), each with no more than it names (NSA-AUTH-08, NSA-AUTH-10).
 *
 * ```ts
 * new Access("access", {
 *   clusterName: cluster.clusterName,
 *   entries: {
 *     shop: { principalArn: "arn:aws:iam::123456789012:role/shop", policies: [{ policy: AccessPolicy.Edit, namespaces: ["shop"] }] },
 *     audit: { principalArn: "arn:aws:iam::123456789012:role/audit", kubernetesGroups: ["auditors"] },
 *   },
 * });
 * ```
 *
 * @cost nothing
 */
export class Access extends pulumi.ComponentResource {
  /** ARNs of the access entries by their name in `entries`. */
  readonly entryArns: pulumi.Output<Record<string, string>>;
  /** Who was let in, by the same names. Fails when two are the same. */
  readonly principalArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: AccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:Access", name, args, opts);
    const given = Object.entries(args.entries);
    checkNames(given.map(([key]) => key));
    distinct(given.map(([key, { principalArn }]) => [key, principalArn]));
    const { partition } = accountOf(this);
    const { clusterName, tags } = args;
    const created = new Map<string, CreatedEntry>();
    for (const [key, entry] of given)
      created.set(
        key,
        createAccessEntry(`${name}-${key}`, `entries.${key}`, entry, { parent: this, clusterName, partition, tags }),
      );

    this.entryArns = byName(created, ({ entry }) => entry.accessEntryArn);
    this.principalArns = byName(created, ({ entry }) => entry.principalArn).apply((arns) => {
      distinct(Object.entries(arns));
      return arns;
    });
    this.registerOutputs({ entryArns: this.entryArns, principalArns: this.principalArns });
  }
}

const byName = (
  created: ReadonlyMap<string, CreatedEntry>,
  value: (entry: CreatedEntry) => pulumi.Output<string>,
): pulumi.Output<Record<string, string>> =>
  pulumi.all(Object.fromEntries([...created].map(([key, entry]) => [key, value(entry)])));

function checkNames(keys: readonly string[]): void {
  if (keys.length === 0) refuse("entries", "have at least one", {});
  for (const key of keys)
    if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(key))
      refuse("entries", "have names of lower-case letters, digits and hyphens", key);
}

/** Of those that are known; of the rest EKS refuses the second. */
function distinct(principals: readonly (readonly [string, pulumi.Input<string>])[]): void {
  const owners = new Map<string, string>();
  for (const [key, principal] of principals) {
    if (typeof principal !== "string") continue;
    const other = owners.get(principal);
    if (other !== undefined)
      refuse(`entries.${key}.principalArn`, `be in no other entry, and entries.${other} has it`, principal);
    owners.set(principal, key);
  }
}
