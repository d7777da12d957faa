import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { refuse } from "../../refusal.js";
import { accountOf } from "../account.js";
import { arnOf } from "../arn.js";
import { policyDocument, trustService } from "../policy-document.js";
import { encryption, lifecyclePolicy } from "./repository-settings.js";
import { checkedUpstream } from "./upstream.js";

/** Another registry, whose images ECR copies on their first pull. */
export interface PullThroughCacheArgs {
  /** Host of the registry to cache, such as `registry.k8s.io`. */
  upstream: string;
  /**
   * ARN of the secret with which ECR signs in, where the registry wants that; its name begins with
   * `ecr-pullthroughcache/`.
   * @default none
   */
  credentialArn?: pulumi.Input<string>;
}

/** What all caches share with their component. */
export interface CacheContext {
  readonly parent: pulumi.Resource;
  readonly name: string;
  readonly registryKeyArn: pulumi.Input<string>;
  readonly keepImages: pulumi.Input<number>;
  readonly permissionsBoundary?: pulumi.Input<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const secretArn = arnOf(
  "secretsmanager",
  /^secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/,
  "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
);

/** @throws Error naming the input when `prefix` begins no names of repositories. */
export function checkedPrefix(prefix: string): string {
  if (/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(prefix) && prefix.length >= 2 && prefix.length <= 30)
    return prefix;
  return refuse("caches", 'have keys of 2 to 30 lower-case letters, digits, dots and hyphens such as "k8s"', prefix);
}

/**
 * Caches of other registries by prefix: `<registry>/<prefix>/…` is what the other has at `…`. The repositories that ECR
 * makes for them are like ours; a tag, once pulled, stays what it was.
 */
export function createCaches(context: CacheContext, caches: Readonly<Record<string, PullThroughCacheArgs>>): void {
  const prefixes = Object.keys(caches).map(checkedPrefix);
  const checked = prefixes.map((prefix) => {
    const { upstream = "", credentialArn } = caches[prefix] ?? {};
    const input = `caches.${prefix}`;
    return {
      prefix,
      upstream: checkedUpstream(input, upstream, credentialArn !== undefined),
      credentialArn:
        credentialArn === undefined
          ? undefined
          : checkedInput(credentialArn, (arn) => secretArn(`${input}.credentialArn`, arn)),
    };
  });
  if (checked.length === 0) return;
  const creator = createCreator(context, prefixes);
  for (const { prefix, upstream, credentialArn } of checked) {
    const { parent, name, registryKeyArn, keepImages, tags } = context;
    const template = new aws.ecr.RepositoryCreationTemplate(
      `${name}-cache-${prefix}`,
      {
        prefix,
        description: `What is pulled from ${upstream}`,
        appliedFors: ["PULL_THROUGH_CACHE"],
        imageTagMutability: "IMMUTABLE",
        encryptionConfigurations: encryption(registryKeyArn),
        lifecyclePolicy: lifecyclePolicy(keepImages),
        customRoleArn: creator.role.arn,
        resourceTags: tags,
      },
      { parent, dependsOn: creator.rights },
    );
    // What is pulled before the template is there would get ECR's own settings.
    new aws.ecr.PullThroughCacheRule(
      `${name}-cache-${prefix}`,
      {
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: upstream,
        credentialArn,
      },
      { parent, dependsOn: template },
    );
  }
}

/** The role by which ECR makes repositories under our key, and nothing outside the caches' prefixes. */
function createCreator(
  { parent, name, registryKeyArn, permissionsBoundary, tags }: CacheContext,
  prefixes: readonly string[],
) {
  const account = accountOf(parent);
  const role = new aws.iam.Role(
    `${name}-cache-creator`,
    {
      // Whether ECR says for whom it acts is not documented: where it does, it must be this account.
      assumeRolePolicy: trustService("ecr.amazonaws.com", ["sts:AssumeRole"], {
        StringEqualsIfExists: { "aws:SourceAccount": account.accountId },
      }),
      permissionsBoundary,
      tags,
    },
    { parent },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-cache-creator`,
    {
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["ecr:CreateRepository", "ecr:TagResource"],
          Resource: cachedRepositories(account, prefixes),
        },
        {
          Effect: "Allow",
          Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
          Resource: registryKeyArn,
        },
      ]),
    },
    { parent },
  );
  return { role, rights };
}

/** ARNs of the repositories below the prefixes. */
export const cachedRepositories = (
  { partition, region, accountId }: ReturnType<typeof accountOf>,
  prefixes: readonly string[],
): pulumi.Output<string>[] =>
  prefixes.map((prefix) => pulumi.interpolate`arn:${partition}:ecr:${region}:${accountId}:repository/${prefix}/*`);
