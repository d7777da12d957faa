import { type CallsByType, ofTheProvider, onlyOne, tagList } from "../mapping.js";

export const REGISTRY: CallsByType = {
  "aws:ecr/repository:Repository": {
    service: "ecr",
    calls: ["CreateRepository"],
    named: "name",
    properties: {
      name: "repositoryName",
      encryptionConfigurations: { to: "encryptionConfiguration", as: onlyOne },
      forceDelete: ofTheProvider,
      tags: { to: "tags", as: tagList() },
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    service: "ecr",
    calls: ["PutLifecyclePolicy"],
    properties: { repository: "repositoryName", policy: "lifecyclePolicyText" },
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    service: "ecr",
    calls: ["SetRepositoryPolicy"],
    properties: { repository: "repositoryName", policy: "policyText" },
  },
  "aws:ecr/registryPolicy:RegistryPolicy": {
    service: "ecr",
    calls: ["PutRegistryPolicy"],
    properties: { policy: "policyText" },
  },
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": {
    service: "ecr",
    calls: ["PutRegistryScanningConfiguration"],
  },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": { service: "ecr", calls: ["CreatePullThroughCacheRule"] },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    service: "ecr",
    calls: ["CreateRepositoryCreationTemplate"],
    properties: {
      appliedFors: "appliedFor",
      encryptionConfigurations: { to: "encryptionConfiguration", as: onlyOne },
      resourceTags: { to: "resourceTags", as: tagList() },
    },
  },
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": {
    service: "ecr",
    calls: ["PutReplicationConfiguration"],
  },
  "aws:ecr/accountSetting:AccountSetting": { service: "ecr", calls: ["PutAccountSetting"] },
  "aws:signer/signingProfile:SigningProfile": {
    service: "signer",
    calls: ["PutSigningProfile"],
    properties: { name: "profileName" },
  },
};
