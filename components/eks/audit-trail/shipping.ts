import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse } from "../../refusal.js";
import { accountOf } from "../account.js";
import { parsedArn, roleArn } from "../arn.js";
import { policyDocument, trustService } from "../policy-document.js";
import type { ArchiveContext } from "./archive.js";

/** What leaves the log group. */
export const ShippedLogs = {
  /** The events of the audit log. */
  Audit: "audit",
  /** All that the control plane logs, twice as much and more. */
  Everything: "everything",
} as const;
export type ShippedLogs = (typeof ShippedLogs)[keyof typeof ShippedLogs];

/** Where the logs are sent as they come. */
export interface AuditDestinationArgs {
  /**
   * ARN of a Kinesis stream, a Firehose stream, a Lambda function that lets CloudWatch Logs call it, or a destination of
   * CloudWatch Logs in another account.
   */
  arn: pulumi.Input<string>;
  /** Role by which CloudWatch Logs writes; needed for a Kinesis or Firehose stream, and for nothing else. @default none */
  roleArn?: pulumi.Input<string>;
}

const PATTERNS: Readonly<Record<ShippedLogs, string>> = {
  audit: '{ $.apiVersion = "audit.k8s.io/*" }',
  everything: "",
};

/** @throws Error naming the input and the values allowed. */
export const shippingPattern = (shipped: ShippedLogs = ShippedLogs.Audit): string =>
  PATTERNS[oneOf("shippedLogs", shipped, Object.values(ShippedLogs))];

const STREAMS = ["kinesis", "firehose"];
const SERVICES: Readonly<Record<string, RegExp>> = {
  kinesis: /^stream\//,
  firehose: /^deliverystream\//,
  lambda: /^function:/,
  logs: /^destination:/,
};

/** @throws Error when the destination is none that a log group can write to, or has no role where it needs one. */
export function checkedDestination({ arn, roleArn: role }: AuditDestinationArgs): AuditDestinationArgs {
  const checked = checkedInput(arn, (text) => {
    const parsed = parsedArn(text);
    if (parsed === undefined || !SERVICES[parsed.service]?.test(parsed.resource))
      return refuse(
        "destination.arn",
        "be an ARN of a Kinesis or Firehose stream, a Lambda function or a destination of CloudWatch Logs",
        text,
      );
    if (STREAMS.includes(parsed.service) && role === undefined)
      refuse("destination.roleArn", "name the role by which CloudWatch Logs writes to the stream", role);
    return text;
  });
  return {
    arn: checked,
    ...(role === undefined ? {} : { roleArn: checkedInput(role, (text) => roleArn("destination.roleArn", text)) }),
  };
}

/** Sends the log to what there is already, such as a SIEM's stream (NSA-LOG-04). */
export function shipTo(
  { parent, name, logGroupName }: ArchiveContext,
  to: AuditDestinationArgs,
  pattern: string,
): void {
  new aws.cloudwatch.LogSubscriptionFilter(
    `${name}-destination`,
    {
      logGroup: logGroupName,
      destinationArn: to.arn,
      filterPattern: pattern,
      roleArn: to.roleArn,
    },
    { parent },
  );
}

/** Sends the log to the archive's stream, by a role that only this log group can take on. */
export function shipToArchive(context: ArchiveContext, streamArn: pulumi.Output<string>, pattern: string): void {
  const { parent, name, logGroupName, permissionsBoundary, tags } = context;
  const { partition, region, accountId } = accountOf(parent);
  const role = new aws.iam.Role(
    `${name}-archive-sender`,
    {
      assumeRolePolicy: trustService("logs.amazonaws.com", ["sts:AssumeRole"], {
        StringLike: {
          "aws:SourceArn": pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
        },
        StringEquals: { "aws:SourceAccount": accountId },
      }),
      permissionsBoundary,
      tags,
    },
    { parent },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-archive-sender`,
    {
      role: role.name,
      policy: policyDocument([
        { Effect: "Allow", Action: ["firehose:PutRecord", "firehose:PutRecordBatch"], Resource: streamArn },
      ]),
    },
    { parent },
  );
  new aws.cloudwatch.LogSubscriptionFilter(
    `${name}-archive`,
    { logGroup: logGroupName, destinationArn: streamArn, filterPattern: pattern, roleArn: role.arn },
    { parent, dependsOn: rights },
  );
}
