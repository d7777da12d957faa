import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf, serviceHost } from "../account.js";
import { policyDocument, trustService } from "../policy-document.js";
import type { AuditArchiveArgs } from "./archive-settings.js";
import { createAlarm, type Watch } from "./filter-alarm.js";

export interface Archive {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly streamArn: pulumi.Output<string>;
}

/** What an archive shares with its component. */
export interface ArchiveContext extends Watch {
  readonly deletionProtection: boolean;
  readonly permissionsBoundary?: pulumi.Input<string>;
}

/** A bucket that only grows, and the stream that fills it (NSA-LOG-11, NSA-LOG-13). */
export function createArchive(context: ArchiveContext, args: Required<AuditArchiveArgs>): Archive {
  const { bucket, ready } = createBucket(context, args);
  const stream = createStream(context, args, bucket, ready);
  alarmOnDelivery(context, stream);
  return { bucketName: bucket.bucket, bucketArn: bucket.arn, streamArn: stream.arn };
}

function createBucket(
  { parent, name, tags, deletionProtection }: ArchiveContext,
  { keyArn, lockDays, expireAfterDays, lock }: Required<AuditArchiveArgs>,
): { bucket: aws.s3.Bucket; ready: pulumi.Resource[] } {
  const prefix = `${name}-archive`;
  const bucket = new aws.s3.Bucket(
    prefix,
    { objectLockEnabled: true, forceDestroy: false, tags },
    { parent, protect: deletionProtection },
  );
  const part = { bucket: bucket.bucket };
  const options = { parent };
  const versioning = new aws.s3.BucketVersioning(
    `${prefix}-versioning`,
    { ...part, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  const ready = [
    new aws.s3.BucketObjectLockConfiguration(
      `${prefix}-lock`,
      { ...part, rule: { defaultRetention: { mode: lock, days: lockDays } } },
      { parent, dependsOn: versioning },
    ),
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${prefix}-encryption`,
      {
        ...part,
        rules: [
          {
            bucketKeyEnabled: true,
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          },
        ],
      },
      options,
    ),
    new aws.s3.BucketOwnershipControls(
      `${prefix}-ownership`,
      { ...part, rule: { objectOwnership: "BucketOwnerEnforced" } },
      options,
    ),
    new aws.s3.BucketPublicAccessBlock(
      `${prefix}-no-public-access`,
      { ...part, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      options,
    ),
  ];
  // S3 takes one change of who may reach a bucket at a time.
  const policy = new aws.s3.BucketPolicy(
    `${prefix}-policy`,
    { ...part, policy: tlsOnly(bucket.arn) },
    { parent, dependsOn: ready },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${prefix}-lifecycle`,
    {
      ...part,
      rules: [
        {
          id: "end-of-retention",
          status: "Enabled",
          filter: {},
          expiration: { days: expireAfterDays },
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { parent, dependsOn: versioning },
  );
  return { bucket, ready: [...ready, policy] };
}

const tlsOnly = (bucketArn: pulumi.Output<string>): pulumi.Output<string> => {
  const everything = {
    Effect: "Deny" as const,
    Principal: "*" as const,
    Action: "s3:*",
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
  };
  return policyDocument([
    { Sid: "TlsOnly", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "Tls12OrLater", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ]);
};

/** CloudWatch sends the events compressed; the stream only collects them. */
function createStream(
  { parent, name, tags, permissionsBoundary }: ArchiveContext,
  { keyArn }: Required<AuditArchiveArgs>,
  bucket: aws.s3.Bucket,
  ready: pulumi.Resource[],
): aws.kinesis.FirehoseDeliveryStream {
  const account = accountOf(parent);
  const role = new aws.iam.Role(
    `${name}-archive-writer`,
    {
      assumeRolePolicy: trustService("firehose.amazonaws.com", ["sts:AssumeRole"], {
        StringEquals: { "sts:ExternalId": account.accountId },
      }),
      permissionsBoundary,
      tags,
    },
    { parent },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-archive-writer`,
    {
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          Resource: bucket.arn,
        },
        {
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: keyArn,
          Condition: {
            StringEquals: { "kms:ViaService": serviceHost(account, "s3") },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket.arn, pulumi.interpolate`${bucket.arn}/*`] },
          },
        },
      ]),
    },
    { parent },
  );
  return new aws.kinesis.FirehoseDeliveryStream(
    `${name}-archive`,
    {
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      extendedS3Configuration: {
        roleArn: role.arn,
        bucketArn: bucket.arn,
        prefix: "audit/!{timestamp:yyyy/MM/dd}/",
        errorOutputPrefix: "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        bufferingInterval: 300,
        bufferingSize: 64,
        compressionFormat: "UNCOMPRESSED",
        fileExtension: ".gz",
        kmsKeyArn: keyArn,
      },
      tags,
    },
    { parent, dependsOn: [rights, ...ready] },
  );
}

/** A control plane always logs something: silence of the stream is as wrong as a bucket that lags behind. */
function alarmOnDelivery(watch: Watch, stream: aws.kinesis.FirehoseDeliveryStream): void {
  const of = {
    namespace: "AWS/Firehose",
    dimensions: { DeliveryStreamName: stream.name },
    period: 300,
    evaluationPeriods: 3,
  };
  createAlarm(watch, "archive-silent", {
    ...of,
    alarmDescription:
      "Nothing was sent to the archive of the audit log for 15 minutes. Look at the subscription filter and its role. (NSA-LOG-23)",
    metricName: "IncomingRecords",
    statistic: "Sum",
    threshold: 1,
    comparisonOperator: "LessThanThreshold",
    treatMissingData: "breaching",
  });
  createAlarm(watch, "archive-late", {
    ...of,
    alarmDescription:
      "Events have waited for the archive of the audit log for more than 30 minutes. Look at the stream's role, its key and the bucket's policy. (NSA-LOG-23)",
    metricName: "DeliveryToS3.DataFreshness",
    statistic: "Maximum",
    threshold: 1800,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
  });
}
