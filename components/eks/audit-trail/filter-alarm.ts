import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { refuse } from "../../refusal.js";
import { arnOf } from "../arn.js";
import type { AuditAlarmRow } from "./alarm.js";

/** Which log is watched, and who is told. */
export interface Watch {
  readonly parent: pulumi.Resource;
  /** Name of the component. */
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly logGroupName: pulumi.Input<string>;
  /** Checked by `checkedTopics`. */
  readonly alarmTopicArns: pulumi.Input<string>[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Characters of a filter pattern that CloudWatch Logs takes. */
const PATTERN_CHARACTERS = 1024;

/**
 * A metric filter on the audit log and its alarm. No value is written while nothing matches: that would cost as much as a
 * match each minute.
 * @param id of the alarm; part of the children's names.
 * @param threshold requests in a period. @default the row's
 */
export function alarmOnAuditLog(
  watch: Watch,
  id: string,
  row: AuditAlarmRow,
  pattern: pulumi.Input<string>,
  threshold: pulumi.Input<number> = row.threshold,
): aws.cloudwatch.MetricAlarm {
  const { parent, name, logGroupName } = watch;
  const namespace = pulumi.interpolate`Rampart/EKS/${watch.clusterName}`;
  const filter = new aws.cloudwatch.LogMetricFilter(
    `${name}-${id}`,
    {
      logGroupName,
      pattern: checkedInput(pattern, (text) =>
        text.length <= PATTERN_CHARACTERS
          ? text
          : refuse(
              id,
              `be a filter pattern of at most ${PATTERN_CHARACTERS} characters; name fewer users or blocks`,
              text.length,
            ),
      ),
      // By the component's name: of two on one cluster, neither counts what the other does.
      metricTransformation: { namespace, name: `${name}-${id}`.replace(/[:*$]/g, "-"), value: "1" },
    },
    { parent },
  );
  return createAlarm(watch, id, {
    alarmDescription: description(row),
    namespace,
    metricName: filter.metricTransformation.name,
    statistic: "Sum",
    period: row.periodInSeconds,
    evaluationPeriods: 1,
    threshold,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
  });
}

/** An alarm that tells the watch's topics. */
export function createAlarm(
  { parent, name, alarmTopicArns, tags }: Watch,
  id: string,
  args: Omit<aws.cloudwatch.MetricAlarmArgs, "alarmActions" | "tags">,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(`${name}-${id}`, { ...args, alarmActions: alarmTopicArns, tags }, { parent });
}

/** What a pager shows: what happened, why it matters, what to do. */
export const description = ({ title, why, response, controls }: AuditAlarmRow): string =>
  `${title}. ${why} ${response} (${controls.join(", ")})`;

/** Not of the kind FIFO, which alarms cannot write to. */
const topicArn = arnOf("sns", /^[\w-]{1,256}$/, "arn:aws:sns:eu-central-1:123456789012:alarms");

/** A topic that a service writes to, checked. */
export const checkedTopic = (input: string, topic: pulumi.Input<string>): pulumi.Output<string> =>
  checkedInput(topic, (arn) => topicArn(input, arn));

/**
 * Topics that alarms write to, checked.
 * @throws Error when there is none, or more than the five that an alarm takes.
 */
export function checkedTopics(input: string, topics: readonly pulumi.Input<string>[]): pulumi.Output<string>[] {
  if (topics.length < 1 || topics.length > 5) refuse(input, "name one to five topics", topics.length);
  return topics.map((topic, index) => checkedTopic(`${input}[${index}]`, topic));
}
