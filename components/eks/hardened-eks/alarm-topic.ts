import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.js";
import { policyDocument } from "../policy-document.js";

/** Where alarms and findings go until somebody says better; only alarms and event rules of this account may write to it. */
export function createAlarmTopic(
  parent: pulumi.Resource,
  name: string,
  account: Account,
  logsKeyArn: pulumi.Input<string>,
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
): pulumi.Output<string> {
  const topic = new aws.sns.Topic(`${name}-alarms`, { kmsMasterKeyId: logsKeyArn, tags }, { parent });
  const policy = new aws.sns.TopicPolicy(
    `${name}-alarms-policy`,
    {
      arn: topic.arn,
      policy: policyDocument([
        {
          Sid: "WriteByAlarmsAndRules",
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": account.accountId } },
        },
        {
          Sid: "EncryptedOnTheWay",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    },
    { parent },
  );
  return pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
}
