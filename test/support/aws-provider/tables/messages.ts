import { at } from "../paths.js";
import { assertPolicy } from "../policies.js";
import { arn, type Reference, type ResourceTable, words } from "../table.js";

const TOPIC = "aws:sns/topic:Topic";
const BUCKET: Reference = {
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  by: "arn",
  missing: "InvalidArgumentException",
};
const ROLE: Reference = { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidArgumentException" };

export const MESSAGES: Readonly<Record<string, ResourceTable>> = {
  [TOPIC]: {
    cloudFormation: "AWS::SNS::Topic",
    required: [],
    optional:
      words(`applicationFailureFeedbackRoleArn applicationSuccessFeedbackRoleArn applicationSuccessFeedbackSampleRate
      archivePolicy contentBasedDeduplication deliveryPolicy displayName fifoThroughputScope fifoTopic
      firehoseFailureFeedbackRoleArn firehoseSuccessFeedbackRoleArn firehoseSuccessFeedbackSampleRate
      httpFailureFeedbackRoleArn httpSuccessFeedbackRoleArn httpSuccessFeedbackSampleRate kmsMasterKeyId
      lambdaFailureFeedbackRoleArn lambdaSuccessFeedbackRoleArn lambdaSuccessFeedbackSampleRate name namePrefix policy
      region signatureVersion sqsFailureFeedbackRoleArn sqsSuccessFeedbackRoleArn sqsSuccessFeedbackSampleRate tags
      tracingConfig`),
    replaces: words("fifoTopic name namePrefix"),
    documents: words("policy deliveryPolicy archivePolicy"),
    autoName: { property: "name", maxLength: 256, alternative: "namePrefix" },
    defaults: { contentBasedDeduplication: false, fifoTopic: false },
    id: (making) => arn(making, "sns", String(making.inputs.name ?? `${making.inputs.namePrefix}${making.hex(26)}`)),
    computed: {
      arn: ({ id }) => id,
      name: ({ id }) => id.split(":").at(-1) ?? "",
      owner: ({ accountId }) => accountId,
      beginningArchiveTime: () => "",
      fifoThroughputScope: () => "",
      policy: () => "{}",
      signatureVersion: () => 1,
      tracingConfig: () => "PassThrough",
    },
  },

  "aws:sns/topicPolicy:TopicPolicy": {
    required: words("arn policy"),
    optional: ["region"],
    replaces: ["arn"],
    documents: ["policy"],
    refers: { arn: { types: [TOPIC], by: "arn", missing: "NotFoundException" } },
    id: ({ inputs }) => String(inputs.arn),
    computed: { owner: ({ accountId }) => accountId },
    create: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameter"),
    update: (making) => assertPolicy(making, making.inputs.policy, "InvalidParameter"),
  },

  "aws:sns/topicSubscription:TopicSubscription": {
    cloudFormation: "AWS::SNS::Subscription",
    required: words("endpoint protocol topic"),
    optional: words(`confirmationTimeoutInMinutes deliveryPolicy endpointAutoConfirms filterPolicy filterPolicyScope
      rawMessageDelivery redrivePolicy region replayPolicy subscriptionRoleArn`),
    replaces: words("endpoint protocol topic"),
    documents: words("deliveryPolicy filterPolicy redrivePolicy replayPolicy"),
    defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
    rules: { protocol: { oneOf: words("application email email-json firehose http https lambda sms sqs") } },
    refers: { topic: { types: [TOPIC], by: "arn", missing: "NotFoundException" } },
    id: ({ inputs, hex }) => `${inputs.topic}:${hex(32)}`,
    computed: {
      arn: ({ id }) => id,
      confirmationWasAuthenticated: () => false,
      filterPolicyScope: () => "MessageAttributes",
      ownerId: ({ accountId }) => accountId,
      pendingConfirmation: ({ inputs }) => String(inputs.protocol).startsWith("email"),
    },
  },

  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    cloudFormation: "AWS::KinesisFirehose::DeliveryStream",
    required: ["destination"],
    optional: words(`arn destinationId elasticsearchConfiguration extendedS3Configuration httpEndpointConfiguration
      icebergConfiguration kinesisSourceConfiguration mskSourceConfiguration name opensearchConfiguration
      opensearchserverlessConfiguration redshiftConfiguration region serverSideEncryption snowflakeConfiguration
      splunkConfiguration tags versionId`),
    replaces: words("destination name kinesisSourceConfiguration mskSourceConfiguration"),
    autoName: { property: "name", maxLength: 64 },
    rules: {
      destination: {
        oneOf: words(
          "elasticsearch extended_s3 http_endpoint iceberg opensearch opensearchserverless redshift snowflake splunk",
        ),
      },
      "serverSideEncryption.keyType": { oneOf: ["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"] },
    },
    check: (inputs) =>
      inputs.destination === "extended_s3" && at(inputs, "extendedS3Configuration").length === 0
        ? "extendedS3Configuration is required with destination extended_s3"
        : undefined,
    refers: {
      "extendedS3Configuration.bucketArn": BUCKET,
      "extendedS3Configuration.roleArn": ROLE,
      "extendedS3Configuration.kmsKeyArn": {
        types: ["aws:kms/key:Key"],
        by: "arn",
        missing: "InvalidKMSResourceException",
      },
      "serverSideEncryption.keyArn": { types: ["aws:kms/key:Key"], by: "arn", missing: "InvalidKMSResourceException" },
    },
    id: (making) => arn(making, "firehose", `deliverystream/${making.inputs.name}`),
    computed: { arn: ({ id }) => id, destinationId: () => "destinationId-000000000001", versionId: () => "1" },
  },
};
