import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse, wholeNumberFor } from "../refusal.js";
import { accountOf } from "./account.js";
import { keyArn, principalArn } from "./arn.js";
import { policyDocument } from "./policy-document.js";
import { cachedRepositories, createCaches, type PullThroughCacheArgs } from "./registry/cache.js";
import { encryption, lifecyclePolicy, pullPolicy } from "./registry/repository-settings.js";

export type { PullThroughCacheArgs } from "./registry/cache.js";

/** How ECR looks for vulnerabilities, in all repositories of the Region. */
export const RegistryScanning = {
  /** In packages of the operating system, when an image is pushed. Costs nothing. */
  Basic: "BASIC",
  /** By Inspector, in programming languages' packages too, and again when something becomes known. 0.09 USD an image. */
  Enhanced: "ENHANCED",
} as const;
export type RegistryScanning = (typeof RegistryScanning)[keyof typeof RegistryScanning];

/** What a single repository has beside the registry's settings. */
export interface RepositoryArgs {
  /**
   * Tags that may move, with `*` for any text: `latest`, `cache-*`. At most five; whoever can push can change what is
   * deployed by such a tag.
   * @default none
   */
  allowMovingTags?: pulumi.Input<string>[];
  /** Images that are kept; ECR does not know which are running. @default that of the registry */
  keepImages?: pulumi.Input<number>;
  /** ARNs of roles or users of other accounts that may pull. @default none */
  pullPrincipalArns?: pulumi.Input<string>[];
  /** Accounts in which whoever IAM lets may pull. @default none */
  pullAccountIds?: pulumi.Input<string>[];
}

export interface RegistryArgs {
  /** ARN of the key that encrypts images; `registryKeyArn` of `KeyRing`. ECR makes a repository anew when it changes. */
  registryKeyArn: pulumi.Input<string>;
  /** Repositories by name, such as `shop/web`. @default none */
  repositories?: Record<string, RepositoryArgs>;
  /** Caches of other registries by prefix, so that nodes need no internet. What is pulled is stored: 0.10 USD a gigabyte and month. @default none */
  caches?: Record<string, PullThroughCacheArgs>;
  /** Images that are kept in a repository. @default 100 */
  keepImages?: pulumi.Input<number>;
  /** How the Region's whole registry is scanned, others' repositories too. @default left as it is; ours are scanned on push */
  scanning?: RegistryScanning;
  /**
   * Refuse, in preview already, whatever deletes or replaces a repository, such as another key. To destroy, first deploy
   * with false; ECR then still refuses while there are images.
   * @default true
   */
  deletionProtection?: boolean;
  /** ARN of the policy that bounds the role made here. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the repositories and the role. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Repositories whose tags stay what they were, scanned when pushed, under our key; and caches of other registries that are
 * the same.
 *
 * ```ts
 * const registry = new Registry("prod", {
 *   registryKeyArn: keys.registryKeyArn,
 *   repositories: { "shop/web": {}, "shop/api": { pullAccountIds: ["210987654321"] } },
 *   caches: { k8s: { upstream: "registry.k8s.io" } },
 * });
 * ```
 *
 * @cost 0.10 USD a gigabyte of images and month
 */
export class Registry extends pulumi.ComponentResource {
  /** Addresses by name, without a tag. */
  readonly repositoryUrls: pulumi.Output<Record<string, string>>;
  /** ARNs by name. */
  readonly repositoryArns: pulumi.Output<Record<string, string>>;
  /**
   * IAM policy that lets a node's role fill the caches, beside AmazonEC2ContainerRegistryPullOnly: JSON; empty without
   * caches.
   */
  readonly cacheFillPolicy: pulumi.Output<string>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:Registry", name, args, opts);
    const { repositories = {}, caches = {}, scanning } = args;
    const registryKeyArn = checkedInput(args.registryKeyArn, (arn) => keyArn("registryKeyArn", arn));
    const keepImages = checkedInput(args.keepImages ?? 100, imagesFor("keepImages"));

    const made = Object.entries(repositories).map(([repository, own]) =>
      createRepository(this, name, repository, own, { ...args, registryKeyArn, keepImages }),
    );
    createCaches({ parent: this, name, ...boundary(args), registryKeyArn, keepImages }, caches);
    if (scanning !== undefined) scanRegistry(this, name, oneOf("scanning", scanning, Object.values(RegistryScanning)));

    this.repositoryUrls = byName(made, ({ repositoryUrl }) => repositoryUrl);
    this.repositoryArns = byName(made, ({ arn }) => arn);
    this.cacheFillPolicy = fillPolicy(this, Object.keys(caches));
    this.registerOutputs({
      repositoryUrls: this.repositoryUrls,
      repositoryArns: this.repositoryArns,
      cacheFillPolicy: this.cacheFillPolicy,
    });
  }
}

const imagesFor = (input: string) => wholeNumberFor(input, 1, 100_000);

const boundary = ({ permissionsBoundary, tags }: RegistryArgs) => ({
  permissionsBoundary,
  tags,
});

interface NamedRepository {
  readonly name: string;
  readonly repository: aws.ecr.Repository;
}

const byName = (
  made: readonly NamedRepository[],
  output: (repository: aws.ecr.Repository) => pulumi.Output<string>,
): pulumi.Output<Record<string, string>> =>
  pulumi.output(Object.fromEntries(made.map(({ name, repository }) => [name, output(repository)])));

const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

function createRepository(
  parent: pulumi.Resource,
  name: string,
  repository: string,
  own: RepositoryArgs,
  { registryKeyArn, keepImages, deletionProtection = true, tags }: RegistryArgs & { keepImages: pulumi.Input<number> },
): NamedRepository {
  if (!NAME.test(repository) || repository.length < 2 || repository.length > 256)
    refuse("repositories", 'have keys such as "shop/web", of 2 to 256 lower-case characters', repository);
  const input = `repositories[${repository}]`;
  const made = new aws.ecr.Repository(
    `${name}-${repository}`,
    {
      name: repository,
      ...mutability(`${input}.allowMovingTags`, own.allowMovingTags),
      encryptionConfigurations: encryption(registryKeyArn),
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: false,
      tags,
    },
    { parent, protect: deletionProtection },
  );
  const images =
    own.keepImages === undefined ? keepImages : checkedInput(own.keepImages, imagesFor(`${input}.keepImages`));
  new aws.ecr.LifecyclePolicy(
    `${name}-${repository}`,
    { repository: made.name, policy: lifecyclePolicy(images) },
    { parent },
  );
  letPull(parent, `${name}-${repository}`, input, made, own);
  return { name: repository, repository: made };
}

function mutability(input: string, tags: readonly pulumi.Input<string>[] = []) {
  if (tags.length === 0) return { imageTagMutability: "IMMUTABLE" };
  if (tags.length > 5) refuse(input, "name at most five", tags.length);
  return {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: tags.map((tag, index) => ({
      filterType: "WILDCARD",
      filter: checkedInput(tag, (filter) => movingTag(`${input}[${index}]`, filter)),
    })),
  };
}

const movingTag = (input: string, filter: string): string =>
  /^[0-9a-zA-Z._*-]{1,128}$/.test(filter) && /[0-9a-zA-Z]/.test(filter)
    ? filter
    : refuse(input, 'be a tag, or some of one with "*" for the rest, such as "cache-*"', filter);

const accountId = (input: string, id: string): string =>
  /^\d{12}$/.test(id) ? id : refuse(input, "be the twelve digits of an account", id);

function letPull(
  parent: pulumi.Resource,
  name: string,
  input: string,
  repository: aws.ecr.Repository,
  { pullPrincipalArns = [], pullAccountIds = [] }: RepositoryArgs,
): void {
  const principals = pullPrincipalArns.map((one, index) =>
    checkedInput(one, (arn) => principalArn(`${input}.pullPrincipalArns[${index}]`, arn)),
  );
  const accounts = pullAccountIds.map((one, index) =>
    checkedInput(one, (id) => accountId(`${input}.pullAccountIds[${index}]`, id)),
  );
  if (principals.length + accounts.length === 0) return;
  new aws.ecr.RepositoryPolicy(
    name,
    { repository: repository.name, policy: pullPolicy(accountOf(parent), principals, accounts) },
    { parent },
  );
}

/** What is switched on for the whole registry stays when this component goes. */
function scanRegistry(parent: pulumi.Resource, name: string, scanType: RegistryScanning): void {
  const scanFrequency = scanType === RegistryScanning.Enhanced ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH";
  new aws.ecr.RegistryScanningConfiguration(
    `${name}-scanning`,
    { scanType, rules: [{ scanFrequency, repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }] },
    { parent, retainOnDelete: true },
  );
}

const fillPolicy = (parent: pulumi.Resource, prefixes: readonly string[]): pulumi.Output<string> =>
  prefixes.length === 0
    ? pulumi.output("")
    : policyDocument([
        {
          Effect: "Allow",
          Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
          Resource: cachedRepositories(accountOf(parent), prefixes),
        },
      ]);
