import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse } from "../../refusal.js";
import { AccessPolicy } from "./access-policy.js";
import { entryPrincipal } from "./principal.js";
import { kubernetesGroup, userName } from "./subject-name.js";

export { AccessPolicy } from "./access-policy.js";

/** An access policy, and where it holds. */
export interface GrantedPolicy {
  /** Which policy; once per entry. */
  policy: AccessPolicy;
  /** Namespaces in which it holds, e.g. `shop` or `shop-*`. @default none: then `allowWholeCluster` or `allowClusterAdmin` must say so */
  namespaces?: pulumi.Input<string>[];
  /** Lets the policy hold in every namespace, kube-system among them. @default false */
  allowWholeCluster?: boolean;
}

/** Who may come in, and what for. At least one of `policies`, `kubernetesGroups` and `userName` is needed. */
export interface AccessEntry {
  /**
   * ARN of an IAM role, or of a user, e.g. `arn:aws:iam::123456789012:role/team/shop-developers`, with its path. In one entry
   * only. EKS remembers the role behind it: one that is deleted and made again needs a new entry.
   */
  principalArn: pulumi.Input<string>;
  /** Access policies of EKS. @default none */
  policies?: GrantedPolicy[];
  /** Groups that RoleBindings of the cluster name. @default none */
  kubernetesGroups?: pulumi.Input<string>[];
  /** Name in the cluster; put `:{{SessionName}}` at its end for a role, or the users of the role look alike. @default what EKS gives: the session's ARN */
  userName?: pulumi.Input<string>;
  /** Lets `policies` contain `AccessPolicy.ClusterAdmin`. @default false */
  allowClusterAdmin?: boolean;
}

/** What an entry became. */
export interface CreatedEntry {
  readonly entry: aws.eks.AccessEntry;
  readonly associations: readonly aws.eks.AccessPolicyAssociation[];
}

/** Where an entry is made. */
export interface EntryPlace {
  /** Parent of what is made. */
  parent: pulumi.Resource;
  clusterName: pulumi.Input<string>;
  /** `aws`, `aws-cn`, …: of what `accountOf` says. */
  partition: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What the entry waits for. */
  dependsOn?: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
  /** Options that stand in place of those that an entry has of itself. */
  options?: pulumi.CustomResourceOptions;
}

/**
 * Makes the entry and its associations. Their names are `name` and `${name}-${policy}`.
 * @param input what the entry is called in messages, e.g. `entries.shop`.
 * @throws Error naming the input for what EKS would refuse, or what gives away more than it says.
 */
export function createAccessEntry(name: string, input: string, given: AccessEntry, place: EntryPlace): CreatedEntry {
  checkGrants(input, given);
  const { parent, clusterName, partition, tags, dependsOn, options } = place;
  const entry = new aws.eks.AccessEntry(
    name,
    {
      clusterName,
      principalArn: checkedInput(given.principalArn, (arn) => entryPrincipal(`${input}.principalArn`, arn)),
      type: "STANDARD",
      kubernetesGroups: given.kubernetesGroups?.map((group) =>
        checkedInput(group, (text) => kubernetesGroup(`${input}.kubernetesGroups`, text)),
      ),
      userName:
        given.userName === undefined
          ? undefined
          : checkedInput(given.userName, (text) => userName(`${input}.userName`, text)),
      tags,
    },
    { parent, dependsOn, ...options },
  );
  const associations = (given.policies ?? []).map(
    ({ policy, namespaces }) =>
      new aws.eks.AccessPolicyAssociation(
        `${name}-${policy}`,
        {
          clusterName,
          principalArn: entry.principalArn,
          policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/${policy}`,
          accessScope:
            namespaces === undefined
              ? { type: "cluster" }
              : {
                  type: "namespace",
                  namespaces: namespaces.map((one) =>
                    checkedInput(one, (text) => scopedNamespace(`${input}.policies.namespaces`, text)),
                  ),
                },
        },
        // Principal and policy are its identity at AWS, the scope is not: deleted after its successor, the old one would take
        // that along. The administrators' scope never changes, and another principal must be one before the old one is none.
        { parent, deleteBeforeReplace: policy !== AccessPolicy.ClusterAdmin, ...options },
      ),
  );
  return { entry, associations };
}

function checkGrants(input: string, { policies = [], kubernetesGroups = [], ...entry }: AccessEntry): void {
  if (policies.length === 0 && kubernetesGroups.length === 0 && entry.userName === undefined)
    refuse(input, "give policies, kubernetesGroups or the userName that RoleBindings name", undefined);
  const seen = new Set<string>();
  for (const { policy, namespaces, allowWholeCluster = false } of policies) {
    const where = `${input}.policies`;
    oneOf(where, policy, Object.values(AccessPolicy));
    if (seen.has(policy)) refuse(where, "have each policy once, with all its namespaces", policy);
    seen.add(policy);
    if (namespaces?.length === 0) refuse(`${where}.namespaces`, `name at least one for ${policy}`, namespaces);
    if (policy === AccessPolicy.ClusterAdmin) checkClusterAdmin(where, namespaces, entry.allowClusterAdmin ?? false);
    else if (namespaces === undefined && !allowWholeCluster)
      refuse(`${where}.namespaces`, `be set for ${policy}, or allowWholeCluster be true`, undefined);
    else if (namespaces !== undefined && allowWholeCluster)
      refuse(`${where}.allowWholeCluster`, `be left out for ${policy}, which names namespaces`, true);
  }
}

function checkClusterAdmin(where: string, namespaces: unknown, allowed: boolean): void {
  if (!allowed) refuse(where, "contain AmazonEKSClusterAdminPolicy only where allowClusterAdmin is true", allowed);
  if (namespaces !== undefined)
    refuse(where, "have AccessPolicy.Admin for namespaces; AmazonEKSClusterAdminPolicy is for the cluster", namespaces);
}

/** EKS takes `*` in names. */
function scopedNamespace(input: string, text: string): string {
  if (/^[a-z0-9*](?:[a-z0-9*-]{0,61}[a-z0-9*])?$/.test(text) && /[a-z0-9]/.test(text)) return text;
  return refuse(input, 'be names of namespaces such as "shop" or "shop-*"; allowWholeCluster means all', text);
}
