import { Refusal } from "../account.js";
import { assertPolicy } from "../policies.js";
import type { Making, Reference, ResourceTable } from "../table.js";
import { words } from "../table.js";

const TYPES = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;
const OF_BUCKET: Reference = { types: TYPES, by: "id", missing: "NoSuchBucket" };

const bucket = (names: string, parts: readonly string[]): ResourceTable => ({
  cloudFormation: "AWS::S3::Bucket",
  required: [],
  optional:
    words(`accelerationStatus acl bucket bucketNamespace bucketPrefix corsRules forceDestroy grants lifecycleRules
    objectLockConfiguration objectLockEnabled policy region requestPayer tags ${names}`),
  replaces: words("bucket bucketNamespace bucketPrefix objectLockEnabled"),
  documents: ["policy"],
  autoName: { property: "bucket", maxLength: 63, alternative: "bucketPrefix" },
  conflicts: [words("bucket bucketPrefix")],
  defaults: { forceDestroy: false },
  rules: { bucket: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, like: "audit-logs-of-prod" } },
  duplicate: "BucketAlreadyOwnedByYou",
  id: ({ inputs, hex }) => String(inputs.bucket ?? `${inputs.bucketPrefix}${hex(26)}`),
  computed: {
    arn: ({ id, partition }) => `arn:${partition}:s3:::${id}`,
    bucket: ({ id }) => id,
    bucketDomainName: ({ id }) => `${id}.s3.amazonaws.com`,
    bucketRegion: ({ region }) => region,
    bucketRegionalDomainName: ({ id, region }) => `${id}.s3.${region}.amazonaws.com`,
    websiteDomain: () => "",
    websiteEndpoint: () => "",
    hostedZoneId: () => "Z21DNDUVLTQW6Q",
    acl: () => "private",
    objectLockEnabled: () => false,
    policy: () => "",
    requestPayer: () => "BucketOwner",
    ...Object.fromEntries(parts.map((part) => [part, () => []])),
  },
  delete: ({ id, state }) => {
    if (Number(state.objects ?? 0) > 0 && state.forceDestroy !== true)
      throw new Refusal("BucketNotEmpty", `The bucket ${id} you tried to delete is not empty`);
  },
});

/** Settings of a bucket that are resources of their own. */
const part = (required: string, optional: string, more: Partial<ResourceTable> = {}): ResourceTable => ({
  required: words(`bucket ${required}`),
  optional: words(`region ${optional}`),
  replaces: words(optional.includes("expectedBucketOwner") ? "bucket expectedBucketOwner" : "bucket"),
  refers: { bucket: OF_BUCKET },
  id: ({ inputs }) => String(inputs.bucket),
  computed: {},
  ...more,
});

const assertBucketPolicy = (making: Making): void => assertPolicy(making, making.inputs.policy, "MalformedPolicy");

export const S3: Readonly<Record<string, ResourceTable>> = {
  [TYPES[0]]: bucket("logging replicationConfiguration serverSideEncryptionConfiguration versioning website", [
    "grants",
    "corsRules",
    "lifecycleRules",
  ]),
  [TYPES[1]]: bucket(
    "loggings replicationConfigurations serverSideEncryptionConfigurations tagsAll versionings websites",
    [
      "grants",
      "corsRules",
      "lifecycleRules",
      "loggings",
      "versionings",
      "websites",
      "replicationConfigurations",
      "serverSideEncryptionConfigurations",
    ],
  ),
  "aws:s3/bucketPolicy:BucketPolicy": part("policy", "", {
    cloudFormation: "AWS::S3::BucketPolicy",
    documents: ["policy"],
    create: assertBucketPolicy,
    update: assertBucketPolicy,
  }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": part(
    "",
    "blockPublicAcls blockPublicPolicy ignorePublicAcls restrictPublicBuckets skipDestroy",
    {
      defaults: {
        blockPublicAcls: false,
        blockPublicPolicy: false,
        ignorePublicAcls: false,
        restrictPublicBuckets: false,
      },
    },
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": part(
    "rules",
    "expectedBucketOwner",
    {
      rules: {
        "rules.applyServerSideEncryptionByDefault.sseAlgorithm": { oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] },
      },
      sets: ["rules"],
    },
  ),
  "aws:s3/bucketVersioning:BucketVersioning": part("versioningConfiguration", "expectedBucketOwner mfa", {
    rules: { "versioningConfiguration.status": { oneOf: ["Enabled", "Suspended", "Disabled"] } },
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": part(
    "",
    "expectedBucketOwner rules timeouts transitionDefaultMinimumObjectSize",
    { rules: { "rules.status": { oneOf: ["Enabled", "Disabled"] } } },
  ),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": part("rule", "", {
    rules: { "rule.objectOwnership": { oneOf: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"] } },
  }),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": part(
    "",
    "expectedBucketOwner objectLockEnabled rule token",
    {
      defaults: { objectLockEnabled: "Enabled" },
      rules: { "rule.defaultRetention.mode": { oneOf: ["GOVERNANCE", "COMPLIANCE"] } },
    },
  ),
  "aws:s3/bucketLogging:BucketLogging": part(
    "targetBucket targetPrefix",
    "expectedBucketOwner targetGrants targetObjectKeyFormat",
  ),
};
