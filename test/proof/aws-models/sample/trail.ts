import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../../../components/eks/policy-document.js";

const tags = { team: "platform" };

export function trail(name: string, keyArn: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void {
  const log = new aws.cloudwatch.LogGroup(
    `${name}-audit`,
    {
      name: "/aws/eks/sample/cluster",
      retentionInDays: 365,
      kmsKeyId: keyArn,
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: true,
      skipDestroy: true,
      tags,
    },
    options,
  );
  const topic = notifications(name, keyArn, options);
  alarms(name, log.name, topic.arn, options);
  new aws.cloudwatch.LogDataProtectionPolicy(
    `${name}-masked`,
    {
      logGroupName: log.name,
      policyDocument: JSON.stringify({ Name: "tokens", Version: "2021-06-01", Statement: [] }),
    },
    options,
  );
  new aws.cloudwatch.LogResourcePolicy(
    `${name}-events-to-logs`,
    {
      policyName: "events",
      policyDocument: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/events/*:*",
        },
      ]),
    },
    options,
  );
  new aws.cloudwatch.QueryDefinition(
    `${name}-denied`,
    { name: "sample/denied", logGroupNames: [log.name], queryString: "filter responseStatus.code = 403" },
    options,
  );
  new aws.cloudwatch.LogSubscriptionFilter(
    `${name}-shipped`,
    {
      logGroup: log.name,
      filterPattern: "",
      destinationArn: shipping(name, keyArn, options).arn,
      roleArn: "arn:aws:iam::123456789012:role/shipping",
      distribution: "ByLogStream",
    },
    options,
  );
}

function notifications(
  name: string,
  keyArn: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): aws.sns.Topic {
  const topic = new aws.sns.Topic(
    `${name}-alarms`,
    { name: "sample-alarms", kmsMasterKeyId: keyArn, displayName: "Sample", signatureVersion: 2, tags },
    options,
  );
  new aws.sns.TopicPolicy(
    `${name}-alarms-policy`,
    {
      arn: topic.arn,
      policy: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]),
    },
    options,
  );
  new aws.sns.TopicSubscription(
    `${name}-on-call`,
    { topic: topic.arn, protocol: "https", endpoint: "https://alerts.example.com", rawMessageDelivery: false },
    options,
  );
  return topic;
}

function alarms(
  name: string,
  logGroupName: pulumi.Input<string>,
  topicArn: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): void {
  new aws.cloudwatch.LogMetricFilter(
    `${name}-anonymous`,
    {
      logGroupName,
      pattern: '{ $.user.username = "system:anonymous" }',
      metricTransformation: {
        name: "Anonymous",
        namespace: "Rampart/sample",
        value: "1",
        defaultValue: "0",
        unit: "Count",
      },
    },
    options,
  );
  const rules = {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    threshold: 0,
    treatMissingData: "notBreaching",
  };
  const actions = { alarmActions: [topicArn], okActions: [topicArn], tags };
  new aws.cloudwatch.MetricAlarm(
    `${name}-anonymous-alarm`,
    {
      ...rules,
      ...actions,
      alarmDescription: "Somebody asked without a name",
      metricName: "Anonymous",
      namespace: "Rampart/sample",
      dimensions: { Cluster: "sample" },
      statistic: "Sum",
      period: 60,
    },
    options,
  );
  new aws.cloudwatch.MetricAlarm(
    `${name}-rate-alarm`,
    {
      ...rules,
      ...actions,
      metricQueries: [
        {
          id: "denied",
          returnData: true,
          metric: {
            metricName: "Denied",
            namespace: "Rampart/sample",
            period: 300,
            stat: "Sum",
            dimensions: { Cluster: "sample" },
          },
        },
      ],
    },
    options,
  );
  new aws.cloudwatch.CompositeAlarm(
    `${name}-both`,
    { alarmName: "sample-both", alarmRule: "ALARM(sample-one) AND ALARM(sample-two)", ...actions },
    options,
  );
  const rule = new aws.cloudwatch.EventRule(
    `${name}-findings-rule`,
    { eventPattern: JSON.stringify({ source: ["aws.guardduty"] }), state: "ENABLED", tags },
    options,
  );
  new aws.cloudwatch.EventTarget(
    `${name}-findings-target`,
    {
      rule: rule.name,
      arn: topicArn,
      inputTransformer: { inputPaths: { severity: "$.detail.severity" }, inputTemplate: '"A finding of <severity>"' },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:123456789012:lost" },
    },
    options,
  );
}

function shipping(
  name: string,
  keyArn: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): aws.kinesis.FirehoseDeliveryStream {
  return new aws.kinesis.FirehoseDeliveryStream(
    `${name}-stream`,
    {
      destination: "extended_s3",
      extendedS3Configuration: {
        bucketArn: "arn:aws:s3:::sample-findings",
        roleArn: "arn:aws:iam::123456789012:role/stream",
        kmsKeyArn: keyArn,
        bufferingInterval: 300,
        bufferingSize: 64,
        compressionFormat: "GZIP",
        prefix: "audit/",
        errorOutputPrefix: "errors/",
        cloudwatchLoggingOptions: { enabled: true, logGroupName: "/aws/firehose/sample", logStreamName: "delivery" },
      },
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn },
      tags,
    },
    options,
  );
}
