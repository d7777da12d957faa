import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../../../components/eks/policy-document.js";

const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
      action: { type: "expire" },
    },
  ],
});

const pull = policyDocument([
  {
    Sid: "Pull",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:role/nodes" },
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  },
]);

export function registry(name: string, keyArn: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void {
  const encryptionConfigurations = [{ encryptionType: "KMS", kmsKey: keyArn }];
  const repository = new aws.ecr.Repository(
    `${name}-repository`,
    {
      name: "shop/web",
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: [{ filter: "cache-*", filterType: "WILDCARD" }],
      encryptionConfigurations,
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: false,
      tags: { team: "platform" },
    },
    options,
  );
  new aws.ecr.LifecyclePolicy(`${name}-lifecycle`, { repository: repository.name, policy: lifecycle }, options);
  new aws.ecr.RepositoryPolicy(`${name}-pull`, { repository: repository.name, policy: pull }, options);
  new aws.ecr.RegistryPolicy(
    `${name}-registry-policy`,
    {
      policy: policyDocument([
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:role/nodes" },
          Action: ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"],
          Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/public/*",
        },
      ]),
    },
    options,
  );
  new aws.ecr.RegistryScanningConfiguration(
    `${name}-scanning`,
    {
      scanType: "ENHANCED",
      rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
    },
    options,
  );
  new aws.ecr.PullThroughCacheRule(
    `${name}-cache`,
    { ecrRepositoryPrefix: "public", upstreamRegistryUrl: "public.ecr.aws" },
    options,
  );
  new aws.ecr.RepositoryCreationTemplate(
    `${name}-cached`,
    {
      prefix: "public",
      appliedFors: ["PULL_THROUGH_CACHE"],
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations,
      customRoleArn: "arn:aws:iam::123456789012:role/template",
      lifecyclePolicy: lifecycle,
      repositoryPolicy: pull,
      resourceTags: { team: "platform" },
    },
    options,
  );
  new aws.ecr.ReplicationConfiguration(
    `${name}-replication`,
    {
      replicationConfiguration: { rules: [{ destinations: [{ region: "eu-west-1", registryId: "123456789012" }] }] },
    },
    options,
  );
  new aws.ecr.AccountSetting(`${name}-setting`, { name: "BASIC_SCAN_TYPE_VERSION", value: "AWS_NATIVE" }, options);
  new aws.signer.SigningProfile(
    `${name}-signing`,
    {
      name: "sample",
      platformId: "Notation-OCI-SHA384-ECDSA",
      signatureValidityPeriod: { type: "MONTHS", value: 12 },
      tags: { team: "platform" },
    },
    options,
  );
}
