import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, RegistryScanning } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
const ROLE = "arn:aws:iam::210987654321:role/nodes";
const REPOSITORIES = { repositories: { "shop/web": {} } };

const recorded = (args: Partial<RegistryArgs>, opts?: pulumi.ComponentResourceOptions): Promise<RecordedResource[]> =>
  recordResources(() => new Registry("prod", { registryKeyArn: KEY, ...args }, opts));
const inputsOf = (resources: readonly RecordedResource[], type: string, name: string) =>
  resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name)?.inputs ?? assert.fail(`${type} ${name}`);

async function optionOf(args: Partial<RegistryArgs>, name: string): Promise<pulumi.ResourceOptions> {
  let found: pulumi.ResourceOptions | undefined;
  const look: pulumi.ResourceTransformation = (one) => {
    if (one.name === name && !one.type.endsWith("Policy")) found = one.opts;
    return undefined;
  };
  await recorded(args, { transformations: [look] });
  return found ?? assert.fail(name);
}

describe("Registry", () => {
  it("CIS-EKS-5.1.1: scans what is pushed, under our key, with tags that stay what they were", async () => {
    assert.deepEqual(inputsOf(await recorded(REPOSITORIES), "Repository", "prod-shop/web"), {
      name: "shop/web",
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: false,
    });
  });

  it("lets only those tags move that are named", async () => {
    const repositories = { web: { allowMovingTags: ["latest", "cache-*"] } };
    const { imageTagMutability, imageTagMutabilityExclusionFilters } = inputsOf(
      await recorded({ repositories }),
      "Repository",
      "prod-web",
    );
    assert.equal(imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(imageTagMutabilityExclusionFilters, [
      { filterType: "WILDCARD", filter: "latest" },
      { filterType: "WILDCARD", filter: "cache-*" },
    ]);
  });

  it("removes what has no tag after two weeks, and all but the newest", async () => {
    const repositories = { web: {}, api: { keepImages: 10 } };
    const resources = await recorded({ repositories, keepImages: 50 });
    const rules = (name: string) => JSON.parse(inputsOf(resources, "LifecyclePolicy", name).policy).rules;
    const [untagged, newest] = rules("prod-web");
    assert.deepEqual(untagged.selection, {
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: 14,
    });
    assert.deepEqual(newest.selection, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 });
    // ECR takes a rule for any tag as the last one alone.
    assert.ok(newest.rulePriority > untagged.rulePriority);
    assert.deepEqual([untagged.action, newest.action], [{ type: "expire" }, { type: "expire" }]);
    assert.equal(rules("prod-api")[1].selection.countNumber, 10);
  });

  it("CIS-EKS-5.1.2, CIS-EKS-5.1.3: lets those pull who are named, and nobody else or more", async () => {
    const none = await recorded(REPOSITORIES);
    assert.deepEqual(
      none.filter(({ type }) => type.endsWith(":RepositoryPolicy")),
      [],
    );
    const repositories = { web: { pullPrincipalArns: [ROLE], pullAccountIds: [pulumi.output("210987654321")] } };
    const { policy } = inputsOf(await recorded({ repositories }), "RepositoryPolicy", "prod-web");
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Sid: "Pull",
        Effect: "Allow",
        Principal: { AWS: [ROLE, "arn:aws:iam::210987654321:root"] },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      },
    ]);
  });

  it("protects repositories, which another key would make anew, until told otherwise", async () => {
    assert.equal((await optionOf(REPOSITORIES, "prod-shop/web")).protect, true);
    assert.equal((await optionOf({ ...REPOSITORIES, deletionProtection: false }, "prod-shop/web")).protect, false);
  });

  it("CIS-EKS-5.1.1: leaves the scanning of the whole registry alone unless it is asked for, and then on", async () => {
    const type = "RegistryScanningConfiguration";
    assert.ok(!(await recorded(REPOSITORIES)).some((one) => one.type.endsWith(`:${type}`)));
    const rule = (scanFrequency: string) => ({
      scanFrequency,
      repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
    });
    assert.deepEqual(inputsOf(await recorded({ scanning: RegistryScanning.Enhanced }), type, "prod-scanning"), {
      scanType: "ENHANCED",
      rules: [rule("CONTINUOUS_SCAN")],
    });
    assert.deepEqual(inputsOf(await recorded({ scanning: RegistryScanning.Basic }), type, "prod-scanning"), {
      scanType: "BASIC",
      rules: [rule("SCAN_ON_PUSH")],
    });
    assert.equal((await optionOf({ scanning: RegistryScanning.Enhanced }, "prod-scanning")).retainOnDelete, true);
  });

  it("caches other registries in repositories that are like ours", async () => {
    const caches = {
      k8s: { upstream: "registry.k8s.io" },
      hub: { upstream: "registry-1.docker.io", credentialArn: SECRET },
    };
    const resources = await recorded({ caches });
    assert.deepEqual(inputsOf(resources, "PullThroughCacheRule", "prod-cache-k8s"), {
      ecrRepositoryPrefix: "k8s",
      upstreamRegistryUrl: "registry.k8s.io",
    });
    assert.equal(inputsOf(resources, "PullThroughCacheRule", "prod-cache-hub").credentialArn, SECRET);
    const { lifecyclePolicy, description, customRoleArn, ...template } = inputsOf(
      resources,
      "RepositoryCreationTemplate",
      "prod-cache-k8s",
    );
    assert.deepEqual(template, {
      prefix: "k8s",
      appliedFors: ["PULL_THROUGH_CACHE"],
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
    });
    assert.equal(JSON.parse(lifecyclePolicy).rules.length, 2);
  });

  it("lets ECR make repositories below the caches' prefixes alone", async () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
    const resources = await recorded({ caches: { k8s: { upstream: "registry.k8s.io" } }, permissionsBoundary });
    const role = inputsOf(resources, "Role", "prod-cache-creator");
    assert.equal(role.permissionsBoundary, permissionsBoundary);
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "ecr.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    assert.deepEqual(JSON.parse(inputsOf(resources, "RolePolicy", "prod-cache-creator").policy).Statement, [
      {
        Effect: "Allow",
        Action: ["ecr:CreateRepository", "ecr:TagResource"],
        Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/k8s/*"],
      },
      { Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: KEY },
    ]);
  });

  it("gives addresses by name, and what a node's role needs to fill the caches", async () => {
    let registry: Registry | undefined;
    const state = { repositoryUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web", arn: "arn:aws:ecr:…:web" };
    await recordResources(
      () => {
        registry = new Registry("prod", {
          registryKeyArn: KEY,
          repositories: { web: {} },
          caches: { k8s: { upstream: "registry.k8s.io" } },
        });
      },
      { "aws:ecr/repository:Repository": { ...state, name: "web" } },
    );
    const settled = <T>(output: pulumi.Output<T> | undefined) =>
      new Promise<T>((resolve) => (output ?? assert.fail()).apply(resolve));
    assert.deepEqual(await settled(registry?.repositoryUrls), { web: state.repositoryUrl });
    assert.deepEqual(await settled(registry?.repositoryArns), { web: state.arn });
    assert.deepEqual(JSON.parse(await settled(registry?.cacheFillPolicy)).Statement, [
      {
        Effect: "Allow",
        Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
        Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/k8s/*"],
      },
    ]);
  });

  it("refuses what AWS would refuse later", async () => {
    const web = (own: object) => ({ repositories: { web: own } });
    const cache = (upstream: string, credentialArn?: string) => ({
      caches: { hub: credentialArn === undefined ? { upstream } : { upstream, credentialArn } },
    });
    const refused: readonly [args: Partial<RegistryArgs>, message: RegExp][] = [
      [{ registryKeyArn: "alias/registry" }, /^registryKeyArn: must be an ARN/],
      [{ keepImages: 0 }, /^keepImages: must be a whole number/],
      [{ repositories: { "Shop/Web": {} } }, /^repositories: must have keys .*, got "Shop\/Web"$/],
      [{ repositories: { "web/": {} } }, /^repositories: must have keys/],
      [web({ keepImages: 1.5 }), /^repositories\[web\]\.keepImages: must be a whole number/],
      [web({ allowMovingTags: ["*"] }), /^repositories\[web\]\.allowMovingTags\[0\]: must be a tag/],
      [
        web({ allowMovingTags: Array(6).fill("a") }),
        /^repositories\[web\]\.allowMovingTags: must name at most five, got 6$/,
      ],
      [web({ pullPrincipalArns: ["*"] }), /^repositories\[web\]\.pullPrincipalArns\[0\]: must be an ARN/],
      [web({ pullAccountIds: ["*"] }), /^repositories\[web\]\.pullAccountIds\[0\]: must be the twelve digits/],
      [{ scanning: "NONE" as RegistryScanning }, /^scanning: must be one of BASIC, ENHANCED, got "NONE"$/],
      [{ caches: { K8S: { upstream: "registry.k8s.io" } } }, /^caches: must have keys .*, got "K8S"$/],
      [cache("docker.io"), /^caches\.hub\.upstream: must be one of registry\.k8s\.io, .*, got "docker\.io"$/],
      [cache("registry-1.docker.io"), /^caches\.hub\.credentialArn: must name the secret .*, got nothing$/],
      [cache("example.azurecr.io"), /^caches\.hub\.credentialArn: must name the secret/],
      [cache("quay.io", SECRET), /^caches\.hub\.credentialArn: must be left out/],
      [cache("ghcr.io", SECRET.replace("ecr-pullthroughcache/", "")), /^caches\.hub\.credentialArn: must be an ARN/],
    ];
    for (const [args, message] of refused) await assert.rejects(async () => await recorded(args), { message });
  });
});
