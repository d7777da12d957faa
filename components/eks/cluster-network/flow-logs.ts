import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.js";
import { policyDocument, trustService } from "../policy-document.js";
import type { Surroundings } from "./tiers.js";

export interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly account: Account;
  readonly logsKeyArn: pulumi.Input<string> | undefined;
  readonly retentionInDays: pulumi.Input<number>;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
}

/** Every flow of the network, accepted or not, in a log group that only the flow logs' own role may write (NSA-LOG-05). */
export function createFlowLogs({ parent, name, tags }: Surroundings, args: FlowLogsArgs): aws.ec2.FlowLog {
  const { account } = args;
  const group = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    {
      name: pulumi.interpolate`/aws/vpc/${args.clusterName}/flow-logs`,
      retentionInDays: args.retentionInDays,
      kmsKeyId: args.logsKeyArn,
      tags,
    },
    { parent },
  );
  const role = new aws.iam.Role(
    `${name}-flow-logs-role`,
    {
      description: pulumi.interpolate`Writes the flow logs of the network of ${args.clusterName}`,
      assumeRolePolicy: trustService("vpc-flow-logs.amazonaws.com", ["sts:AssumeRole"], {
        StringEquals: { "aws:SourceAccount": account.accountId },
        ArnLike: {
          "aws:SourceArn": pulumi.interpolate`arn:${account.partition}:ec2:${account.region}:${account.accountId}:vpc-flow-log/*`,
        },
      }),
      permissionsBoundary: args.permissionsBoundary,
      tags,
    },
    { parent },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-flow-logs-rights`,
    {
      role: role.id,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
        },
        // It takes no ARN.
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ]),
    },
    { parent },
  );
  return new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags,
    },
    { parent, dependsOn: [rights] },
  );
}
