import { type CallsByType, numberOf, ofTheProvider, type Place, tagList, textOf } from "../mapping.js";

/** Attributes of SNS are texts in one map. */
const attribute = (name: string): Place => ({ to: `Attributes.${name}`, as: (value) => textOf(textOfTruth(value)) });
const textOfTruth = (value: unknown): unknown => (typeof value === "boolean" ? String(value) : value);

export const DELIVERY: CallsByType = {
  "aws:sns/topic:Topic": {
    service: "sns",
    calls: ["CreateTopic"],
    named: "name",
    properties: {
      kmsMasterKeyId: attribute("KmsMasterKeyId"),
      displayName: attribute("DisplayName"),
      policy: attribute("Policy"),
      signatureVersion: attribute("SignatureVersion"),
      tracingConfig: attribute("TracingConfig"),
      fifoTopic: attribute("FifoTopic"),
      tags: { to: "Tags", as: tagList() },
    },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    service: "sns",
    calls: ["SetTopicAttributes"],
    properties: { arn: "TopicArn", policy: "AttributeValue" },
    sent: { AttributeName: "Policy" },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    service: "sns",
    calls: ["Subscribe"],
    properties: {
      topic: "TopicArn",
      rawMessageDelivery: attribute("RawMessageDelivery"),
      filterPolicy: attribute("FilterPolicy"),
      redrivePolicy: attribute("RedrivePolicy"),
      endpointAutoConfirms: ofTheProvider,
      confirmationTimeoutInMinutes: ofTheProvider,
    },
  },
  "aws:s3/bucket:Bucket": {
    service: "s3",
    calls: ["CreateBucket", "PutBucketTagging"],
    named: "bucket",
    properties: {
      bucket: ["Bucket", "PutBucketTagging/Bucket"],
      forceDestroy: ofTheProvider,
      objectLockEnabled: "ObjectLockEnabledForBucket",
      tags: { to: "PutBucketTagging/Tagging.TagSet", as: tagList() },
    },
  },
  "aws:s3/bucketPolicy:BucketPolicy": { service: "s3", calls: ["PutBucketPolicy"] },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    service: "s3",
    calls: ["PutPublicAccessBlock"],
    under: "PublicAccessBlockConfiguration",
    properties: { bucket: "Bucket", skipDestroy: ofTheProvider },
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    service: "s3",
    calls: ["PutBucketOwnershipControls"],
    properties: { rule: "OwnershipControls.Rules[0]" },
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    service: "s3",
    calls: ["PutBucketVersioning"],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    service: "s3",
    calls: ["PutBucketEncryption"],
    properties: {
      rules: {
        to: "ServerSideEncryptionConfiguration.Rules",
        inside: {
          applyServerSideEncryptionByDefault: {
            inside: { kmsMasterKeyId: "KMSMasterKeyID", sseAlgorithm: "SSEAlgorithm" },
          },
        },
      },
    },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    service: "s3",
    calls: ["PutBucketLifecycleConfiguration"],
    properties: { rules: "LifecycleConfiguration.Rules", timeouts: ofTheProvider },
  },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    service: "s3",
    calls: ["PutObjectLockConfiguration"],
    properties: {
      objectLockEnabled: "ObjectLockConfiguration.ObjectLockEnabled",
      rule: "ObjectLockConfiguration.Rule",
    },
  },
  "aws:s3/bucketLogging:BucketLogging": {
    service: "s3",
    calls: ["PutBucketLogging"],
    under: "BucketLoggingStatus.LoggingEnabled",
    properties: { bucket: "Bucket" },
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    service: "firehose",
    calls: ["CreateDeliveryStream"],
    named: "name",
    properties: {
      name: "DeliveryStreamName",
      destination: ofTheProvider,
      extendedS3Configuration: {
        to: "ExtendedS3DestinationConfiguration",
        as: buffered,
        inside: {
          kmsKeyArn: { to: "EncryptionConfiguration", as: (key) => ({ KMSEncryptionConfig: { AWSKMSKeyARN: key } }) },
          bucketArn: "BucketARN",
          roleArn: "RoleARN",
          processingConfiguration: { inside: { processors: { inside: { type: "Type", parameters: "Parameters" } } } },
        },
      },
      serverSideEncryption: {
        to: "DeliveryStreamEncryptionConfigurationInput",
        inside: { enabled: ofTheProvider, keyArn: "KeyARN" },
      },
      tags: { to: "Tags", as: tagList() },
    },
  },
};

/** Two numbers side by side, which the service has in one object. */
function buffered(configuration: unknown): unknown {
  const { bufferingInterval, bufferingSize, ...others } = Object(configuration);
  const hints = { IntervalInSeconds: numberOf(bufferingInterval), SizeInMBs: numberOf(bufferingSize) };
  const isGiven = bufferingInterval !== undefined || bufferingSize !== undefined;
  return { ...others, ...(isGiven ? { bufferingHints: hints } : {}) };
}
