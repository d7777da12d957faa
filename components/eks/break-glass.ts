import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { AccessPolicy, createAccessEntry } from "./access/entry.js";
import { entryPrincipal } from "./access/principal.js";
import { accountOf } from "./account.js";
import { roleArn } from "./arn.js";
import { filterPattern } from "./audit-trail/alarm.js";
import { breakGlassAlarm } from "./audit-trail/break-glass.js";
import { alarmOnAuditLog, checkedTopics } from "./audit-trail/filter-alarm.js";
import { createAssumptionRule } from "./break-glass/assumption-rule.js";

export interface BreakGlassArgs {
  /** Name of the cluster. */
  clusterName: pulumi.Input<string>;
  /** ARN of the role for emergencies, which nobody uses otherwise; with its path. Who may take it on, and with which second factor, says its trust policy. */
  principalArn: pulumi.Input<string>;
  /** The cluster's log group, `/aws/eks/NAME/cluster`, of the class STANDARD, with the log type `audit` on. */
  logGroupName: pulumi.Input<string>;
  /** One to five SNS topics to which the alarm goes. A topic under a key needs CloudWatch in the key's policy. */
  alarmTopicArns: pulumi.Input<string>[];
  /**
   * SNS topic that is told when the role is taken on, before it is used. Needs a CloudTrail trail with management events in
   * this region, and `events.amazonaws.com` in the topic's policy; STS in other regions is not seen. @default none
   */
  assumptionTopicArn?: pulumi.Input<string>;
  /** Tags of the access entry and the alarms. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A way into the cluster for emergencies, as its administrator, that cannot be used quietly (NSA-AUTH-08, NSA-LOG-23): the entry is
 * made when its alarm is in place, and goes before it. The alarm comes one to three minutes after the first request.
 *
 * ```ts
 * new BreakGlass("emergency", {
 *   clusterName: cluster.clusterName,
 *   principalArn: "arn:aws:iam::123456789012:role/emergency",
 *   logGroupName: cluster.logGroupName,
 *   alarmTopicArns: ["arn:aws:sns:eu-central-1:123456789012:emergency"],
 * });
 * ```
 *
 * @cost 0.10 USD a month for the alarm; 0.30 USD for its metric in months in which the role is used
 */
export class BreakGlass extends pulumi.ComponentResource {
  /** ARN of the access entry. */
  readonly entryArn: pulumi.Output<string>;
  /** ARN of the alarm. */
  readonly alarmArn: pulumi.Output<string>;

  constructor(name: string, args: BreakGlassArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:BreakGlass", name, args, opts);
    const { logGroupName, assumptionTopicArn, tags } = args;
    const alarmTopicArns = checkedTopics("alarmTopicArns", args.alarmTopicArns);
    const clusterName = pulumi.output(args.clusterName);
    const principalArn = checkedInput(args.principalArn, emergencyRole);
    const alarm = alarmOnAuditLog(
      { parent: this, name, clusterName, logGroupName, alarmTopicArns, tags },
      "use",
      breakGlassAlarm(typeof args.principalArn === "string" ? args.principalArn : ""),
      principalArn.apply((arn) => filterPattern(breakGlassAlarm(arn))),
    );
    if (assumptionTopicArn !== undefined) createAssumptionRule(this, name, principalArn, assumptionTopicArn, tags);
    const { entry, associations } = createAccessEntry(
      `${name}-entry`,
      "breakGlass",
      { principalArn, policies: [{ policy: AccessPolicy.ClusterAdmin }], allowClusterAdmin: true },
      { parent: this, clusterName, partition: accountOf(this).partition, tags, dependsOn: [alarm] },
    );

    this.entryArn = pulumi
      .all([entry.accessEntryArn, ...associations.map(({ id }) => id)])
      .apply(([arn]) => arn as string);
    this.alarmArn = alarm.arn;
    this.registerOutputs({ entryArn: this.entryArn, alarmArn: this.alarmArn });
  }
}

/** Users have keys that lie about for years. */
const emergencyRole = (arn: string): string => roleArn("principalArn", entryPrincipal("principalArn", arn));
