import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../../../components/eks/policy-document.js";

export function detection(name: string, keyArn: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void {
  const tags = { team: "platform" };
  const detector = new aws.guardduty.Detector(
    `${name}-detector`,
    { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags },
    options,
  );
  new aws.guardduty.DetectorFeature(
    `${name}-runtime`,
    {
      detectorId: detector.id,
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }],
    },
    options,
  );
  new aws.inspector2.Enabler(
    `${name}-inspector`,
    { accountIds: ["123456789012"], resourceTypes: ["EC2", "ECR"] },
    options,
  );
  const bucket = findingsBucket(name, keyArn, options);
  new aws.guardduty.PublishingDestination(
    `${name}-published`,
    { detectorId: detector.id, destinationArn: bucket.arn, kmsKeyArn: keyArn },
    options,
  );
}

function findingsBucket(
  name: string,
  keyArn: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(
    `${name}-findings`,
    { bucket: "sample-findings", forceDestroy: false, objectLockEnabled: true, tags: { team: "platform" } },
    options,
  );
  const of = { bucket: bucket.bucket };
  new aws.s3.BucketPolicy(
    `${name}-findings-policy`,
    {
      ...of,
      policy: policyDocument([
        {
          Sid: "Tls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Allow",
          Principal: { Service: "guardduty.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012", "s3:x-amz-server-side-encryption": "aws:kms" },
          },
        },
      ]),
    },
    options,
  );
  new aws.s3.BucketPublicAccessBlock(
    `${name}-findings-private`,
    { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    options,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-findings-owner`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
  new aws.s3.BucketVersioning(
    `${name}-findings-versions`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-findings-encryption`,
    {
      ...of,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ],
    },
    options,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-findings-lifecycle`,
    {
      ...of,
      rules: [
        {
          id: "archive",
          status: "Enabled",
          filter: { prefix: "AWSLogs/" },
          transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
          expiration: { days: 400 },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    options,
  );
  new aws.s3.BucketObjectLockConfiguration(
    `${name}-findings-lock`,
    { ...of, objectLockEnabled: "Enabled", rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } },
    options,
  );
  new aws.s3.BucketLogging(
    `${name}-findings-access`,
    { ...of, targetBucket: "sample-access-logs", targetPrefix: "findings/" },
    options,
  );
  return bucket;
}
