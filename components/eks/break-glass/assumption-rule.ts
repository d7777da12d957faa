import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedTopic } from "../audit-trail/filter-alarm.js";

/** Tells a topic when somebody takes on the role, before anything is done with it. */
export function createAssumptionRule(
  parent: pulumi.Resource,
  name: string,
  principalArn: pulumi.Output<string>,
  topic: pulumi.Input<string>,
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
): void {
  const rule = new aws.cloudwatch.EventRule(
    `${name}-assumption`,
    {
      description: pulumi.interpolate`Somebody takes on ${principalArn}`,
      eventPattern: pulumi.jsonStringify({
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventName: ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
          requestParameters: { roleArn: [principalArn] },
        },
      }),
      // CloudTrail calls them read-only, and such events do not reach rules that are merely ENABLED.
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      tags,
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    `${name}-assumption-topic`,
    { rule: rule.name, arn: checkedTopic("assumptionTopicArn", topic) },
    { parent },
  );
}
