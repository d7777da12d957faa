import { Refusal } from "../account.js";
import { assertPolicy } from "../policies.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";

const REPOSITORY = "aws:ecr/repository:Repository";
const OF_REPOSITORY: Reference = { types: [REPOSITORY], by: "name", missing: "RepositoryNotFoundException" };
const KEY: Reference = { types: ["aws:kms/key:Key"], by: "arn", missing: "KmsException" };
const ROLE: Reference = { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" };
const registry = { registryId: ({ accountId }: Making) => accountId };

const encryption = { "encryptionConfigurations.encryptionType": { oneOf: ["AES256", "KMS", "KMS_DSSE"] } } as const;
const mutability = {
  imageTagMutability: { oneOf: words("MUTABLE IMMUTABLE IMMUTABLE_WITH_EXCLUSION MUTABLE_WITH_EXCLUSION") },
} as const;

/** Registries whose images need an account there. */
const PRIVATE_UPSTREAM = /^(registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|.+\.azurecr\.io|cgr\.dev)$/;

export const ECR: Readonly<Record<string, ResourceTable>> = {
  [REPOSITORY]: {
    cloudFormation: "AWS::ECR::Repository",
    required: [],
    optional: words(`encryptionConfigurations forceDelete imageScanningConfiguration imageTagMutability
      imageTagMutabilityExclusionFilters name region tags`),
    replaces: words("encryptionConfigurations name"),
    autoName: { property: "name", maxLength: 256 },
    defaults: { imageTagMutability: "MUTABLE" },
    rules: {
      ...encryption,
      ...mutability,
      name: { pattern: /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/, like: "team/api" },
    },
    refers: { "encryptionConfigurations.kmsKey": KEY },
    duplicate: "RepositoryAlreadyExistsException",
    id: ({ inputs }) => String(inputs.name),
    computed: {
      ...registry,
      arn: (making) => arn(making, "ecr", `repository/${making.id}`),
      repositoryUrl: ({ accountId, region, id }) => `${accountId}.dkr.ecr.${region}.amazonaws.com/${id}`,
    },
    delete: ({ id, state }) => {
      if (Number(state.images ?? 0) > 0 && state.forceDelete !== true)
        throw new Refusal(
          "RepositoryNotEmptyException",
          `The repository with name '${id}' cannot be deleted because it still contains images`,
        );
    },
    alongDelete: ({ id }, account) => {
      for (const type of ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "aws:ecr/repositoryPolicy:RepositoryPolicy"])
        if (account.get(type, id) !== undefined) account.record({ op: "delete", type, id });
    },
  },

  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    required: words("policy repository"),
    optional: ["region"],
    replaces: words("policy repository"),
    documents: ["policy"],
    deletesBeforeReplace: true,
    refers: { repository: OF_REPOSITORY },
    id: ({ inputs }) => String(inputs.repository),
    computed: registry,
  },

  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    required: words("policy repository"),
    optional: ["region"],
    replaces: ["repository"],
    documents: ["policy"],
    refers: { repository: OF_REPOSITORY },
    id: ({ inputs }) => String(inputs.repository),
    computed: registry,
    create: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameterException"),
    update: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameterException"),
  },

  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
    cloudFormation: "AWS::ECR::PullThroughCacheRule",
    required: words("ecrRepositoryPrefix upstreamRegistryUrl"),
    optional: words("credentialArn customRoleArn region upstreamRepositoryPrefix"),
    replaces: words("ecrRepositoryPrefix upstreamRegistryUrl upstreamRepositoryPrefix"),
    rules: {
      ecrRepositoryPrefix: {
        pattern: /^([a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*|ROOT)$/,
        like: "docker-hub",
      },
      credentialArn: {
        pattern: /^arn:[^:]+:secretsmanager:[^:]+:\d+:secret:ecr-pullthroughcache\//,
        like: "arn:…:secret:ecr-pullthroughcache/hub",
      },
    },
    check: ({ upstreamRegistryUrl, credentialArn }) =>
      PRIVATE_UPSTREAM.test(String(upstreamRegistryUrl)) && credentialArn === undefined
        ? `credentialArn is required for upstream ${upstreamRegistryUrl}`
        : undefined,
    refers: {
      credentialArn: { types: ["aws:secretsmanager/secret:Secret"], by: "arn", missing: "SecretNotFoundException" },
      customRoleArn: ROLE,
    },
    duplicate: "PullThroughCacheRuleAlreadyExistsException",
    id: ({ inputs }) => String(inputs.ecrRepositoryPrefix),
    computed: registry,
  },

  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    cloudFormation: "AWS::ECR::RepositoryCreationTemplate",
    required: words("appliedFors prefix"),
    optional:
      words(`customRoleArn description encryptionConfigurations imageTagMutability imageTagMutabilityExclusionFilters
      lifecyclePolicy region repositoryPolicy resourceTags`),
    replaces: ["prefix"],
    sets: ["appliedFors"],
    documents: words("lifecyclePolicy repositoryPolicy"),
    defaults: { imageTagMutability: "MUTABLE" },
    rules: {
      ...encryption,
      ...mutability,
      appliedFors: { oneOf: words("PULL_THROUGH_CACHE REPLICATION CREATE_ON_PUSH") },
    },
    check: ({ encryptionConfigurations, customRoleArn, resourceTags }) =>
      customRoleArn === undefined &&
      (JSON.stringify(encryptionConfigurations ?? "").includes("KMS") || resourceTags !== undefined)
        ? "customRoleArn is required with KMS encryption or resourceTags"
        : undefined,
    refers: { "encryptionConfigurations.kmsKey": KEY, customRoleArn: ROLE },
    duplicate: "TemplateAlreadyExistsException",
    id: ({ inputs }) => String(inputs.prefix),
    computed: registry,
  },

  // The registry has one of each of these; a second resource would overwrite the first.
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": {
    cloudFormation: "AWS::ECR::RegistryScanningConfiguration",
    required: ["scanType"],
    optional: words("region rules"),
    replaces: [],
    sets: words("rules rules.repositoryFilters"),
    rules: {
      scanType: { oneOf: ["BASIC", "ENHANCED"] },
      "rules.scanFrequency": { oneOf: ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] },
      "rules.repositoryFilters.filterType": { oneOf: ["WILDCARD"] },
    },
    check: ({ scanType, rules }) =>
      scanType === "BASIC" && JSON.stringify(rules ?? "").includes("CONTINUOUS_SCAN")
        ? "CONTINUOUS_SCAN is for scanType ENHANCED"
        : undefined,
    id: ({ accountId }) => accountId,
    computed: registry,
  },

  "aws:ecr/registryPolicy:RegistryPolicy": {
    cloudFormation: "AWS::ECR::RegistryPolicy",
    required: ["policy"],
    optional: ["region"],
    replaces: [],
    documents: ["policy"],
    id: ({ accountId }) => accountId,
    computed: registry,
    create: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameterException"),
    update: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameterException"),
  },

  "aws:ecr/accountSetting:AccountSetting": {
    required: ["value"],
    optional: words("name region"),
    replaces: ["name"],
    rules: { name: { oneOf: words("BASIC_SCAN_TYPE_VERSION REGISTRY_POLICY_SCOPE BLOB_MOUNTING") } },
    id: ({ inputs }) => String(inputs.name),
    computed: {},
  },

  "aws:secretsmanager/secret:Secret": {
    cloudFormation: "AWS::SecretsManager::Secret",
    required: [],
    optional:
      words(`description forceOverwriteReplicaSecret kmsKeyId name namePrefix policy recoveryWindowInDays region replicas
      tags type`),
    replaces: words("name namePrefix type"),
    documents: ["policy"],
    autoName: { property: "name", maxLength: 255, alternative: "namePrefix" },
    defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
    unique: [["name"]],
    duplicate: "ResourceExistsException",
    id: (making) =>
      arn(making, "secretsmanager", `secret:${making.inputs.name ?? making.inputs.namePrefix}-${making.hex(6)}`),
    computed: { arn: ({ id }) => id, name: ({ id }) => id, policy: () => "" },
  },

  "aws:secretsmanager/secretVersion:SecretVersion": {
    required: ["secretId"],
    optional: words("region secretBinary secretString secretStringWo secretStringWoVersion versionStages"),
    replaces: words("secretId secretBinary secretString"),
    sets: ["versionStages"],
    conflicts: [words("secretBinary secretString secretStringWo")],
    refers: { secretId: { types: ["aws:secretsmanager/secret:Secret"], by: "id" } },
    id: ({ inputs, hex }) => `${inputs.secretId}|${hex(32)}`,
    computed: {
      arn: ({ inputs }) => String(inputs.secretId),
      secretArn: ({ inputs }) => String(inputs.secretId),
      hasSecretStringWo: () => false,
      versionId: ({ id }) => id.split("|").at(-1) ?? "",
      versionStages: () => ["AWSCURRENT"],
    },
  },
};
