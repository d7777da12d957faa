import { onOpenStatements } from "../../aws/iam-principals.js";
import { definePolicy } from "../../policy.js";

/** The fields that have a policy of the resource itself, where it is not `policy`. */
const FIELDS: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
};

/** Alarms, logs and secrets of a cluster; keys and registries have policies of their own. */
export const noPublicResourcePolicies = definePolicy({
  id: "no-public-resource-policies",
  title: "Topics, queues, buckets, secrets and log destinations must not be open to everybody",
  rationale:
    "Whoever may write to the topic of an alarm can drown it, whoever may read a bucket of logs or a secret knows what is in it.",
  remediation:
    "Name accounts, roles or services in Principal, or narrow * by a condition such as aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.",
  fix: "name principals, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-CLD-02", "NSA-LOG-13"],
  examples: {
    good: [
      {
        name: "the policy that the console writes for a topic",
        resources: [
          {
            type: "aws:sns/topicPolicy:TopicPolicy",
            props: {
              arn: "arn:aws:sns:eu-central-1:111122223333:alarms",
              policy: JSON.stringify({
                Version: "2008-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: ["SNS:Publish", "SNS:Subscribe"],
                    Resource: "arn:aws:sns:eu-central-1:111122223333:alarms",
                    Condition: { StringEquals: { "AWS:SourceOwner": "111122223333" } },
                  },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "a service",
        resources: [
          {
            type: "aws:sns/topicPolicy:TopicPolicy",
            props: {
              policy: {
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: "SNS:Publish",
                    Resource: "arn:aws:sns:eu-central-1:111122223333:alarms",
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "everybody refused who speaks in plain text",
        resources: [
          {
            type: "aws:s3/bucketPolicy:BucketPolicy",
            props: {
              bucket: "audit-logs",
              policy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: ["arn:aws:s3:::audit-logs", "arn:aws:s3:::audit-logs/*"],
                    Condition: { Bool: { "aws:SecureTransport": false } },
                  },
                ],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "everybody may read the bucket",
        resources: [
          {
            type: "aws:s3/bucketPolicy:BucketPolicy",
            props: {
              bucket: "audit-logs",
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::audit-logs/*" },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement[0]). Fix: name principals, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
      },
      {
        name: "everybody but one",
        resources: [
          {
            type: "aws:sns/topic:Topic",
            props: {
              policy: JSON.stringify({
                Statement: {
                  Effect: "Allow",
                  NotPrincipal: { AWS: "arn:aws:iam::444455556666:root" },
                  Action: "sns:Publish",
                  Resource: "*",
                },
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement). Fix: name principals, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
      },
      {
        name: "every address may put logs there",
        resources: [
          {
            type: "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
            props: {
              destinationName: "siem",
              accessPolicy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: "logs:PutSubscriptionFilter",
                    Resource: "arn:aws:logs:eu-central-1:111122223333:destination:siem",
                    Condition: { IpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } },
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (accessPolicy.Statement[0]). Fix: name principals, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
  ],
  check: (resource) => onOpenStatements(resource, FIELDS[resource.type] ?? "policy"),
});
