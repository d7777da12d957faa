import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { arnOf } from "../arn.js";
import { useFilter } from "./use-filter.js";

/** Alarms go to no FIFO topic. */
export const topicArn = arnOf("sns", /^[\w-]{1,256}$/, "arn:aws:sns:eu-central-1:123456789012:security");

/** What an alarm on the use of a role is made of. */
export interface UseAlarm {
  readonly clusterName: pulumi.Output<string>;
  readonly principalArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Input<string>;
  readonly topicArns: readonly pulumi.Input<string>[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** Counts the audit events of the role, and raises the alarm at the first within a minute. */
export function createUseAlarm(parent: pulumi.Resource, name: string, use: UseAlarm): aws.cloudwatch.MetricAlarm {
  const { clusterName, principalArn, logGroupName, topicArns, tags } = use;
  const namespace = pulumi.interpolate`Rampart/EKS/${clusterName}`;
  const metricName = principalArn.apply((arn) => `break-glass-${arn.split("/").at(-1)}`);
  const filter = new aws.cloudwatch.LogMetricFilter(
    `${name}-filter`,
    {
      logGroupName,
      pattern: principalArn.apply(useFilter),
      metricTransformation: { name: metricName, namespace, value: "1" },
    },
    { parent },
  );
  return new aws.cloudwatch.MetricAlarm(
    `${name}-alarm`,
    {
      alarmDescription: pulumi.interpolate`${principalArn} is used in the cluster ${clusterName}: ask who opened the emergency access, and why`,
      namespace,
      metricName,
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      // No event, no data: nobody has come in.
      treatMissingData: "notBreaching",
      alarmActions: topicArns.map((topic) => checkedInput(topic, (arn) => topicArn("alarmTopicArns", arn))),
      tags,
    },
    { parent, dependsOn: [filter] },
  );
}
