import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse, wholeNumberFor } from "../refusal.js";
import { filterPattern } from "./audit-trail/alarm.js";
import { type ArchiveContext, createArchive } from "./audit-trail/archive.js";
import { type AuditArchiveArgs, checkedArchive } from "./audit-trail/archive-settings.js";
import { AuditAlarm } from "./audit-trail/audit-alarm.js";
import { automationUser } from "./audit-trail/automation.js";
import { AUDIT_ALARMS } from "./audit-trail/catalogue.js";
import { alarmOnAuditLog, checkedTopics, createAlarm, type Watch } from "./audit-trail/filter-alarm.js";
import {
  type AuditDestinationArgs,
  checkedDestination,
  type ShippedLogs,
  shippingPattern,
  shipTo,
  shipToArchive,
} from "./audit-trail/shipping.js";
import { addressPattern, unexpectedSource } from "./audit-trail/source-addresses.js";
import { checkedClusterName } from "./cluster-name.js";

export { ArchiveLock, type AuditArchiveArgs, type AuditArchiveChoice } from "./audit-trail/archive-settings.js";
export { AuditAlarm } from "./audit-trail/audit-alarm.js";
export { type AuditDestinationArgs, ShippedLogs } from "./audit-trail/shipping.js";

export interface AuditTrailArgs {
  /** Cluster whose audit log is watched. */
  clusterName: pulumi.Input<string>;
  /**
   * Its log group, of the class STANDARD, with the log type `audit` in it.
   * @default that of `clusterName`, /aws/eks/NAME/cluster
   */
  logGroupName?: pulumi.Input<string>;
  /** ARNs of one to five SNS topics that every alarm writes to; not of the kind FIFO. */
  alarmTopicArns: pulumi.Input<string>[];
  /**
   * Names of users whose requests are expected, and ring no alarm on people or workloads: pipelines that deploy, operators
   * that make pods. One exact name each, or all sessions of one role: `arn:aws:sts::123456789012:assumed-role/deploy/*`.
   * @default none
   */
  automation?: pulumi.Input<string>[];
  /**
   * IPv4 blocks of /8, /16, /24 or /32 that people come from. With them there is one more alarm, on people from elsewhere.
   * @default unknown, and not watched
   */
  expectedSourceCidrs?: pulumi.Input<string>[];
  /** Alarms that are not made. Each saves 0.10 USD a month, and its metric. @default none */
  disabledAlarms?: AuditAlarm[];
  /** Requests in the alarm's period (one minute, or five for those on many) at which it rings, by alarm. @default the catalogue's */
  thresholds?: Record<string, pulumi.Input<number>>;
  /** Lets the log fall silent without an alarm. @default false */
  allowSilence?: boolean;
  /**
   * Keeps the log in a bucket of S3 that nobody can delete from before its time. Firehose takes about 0.03 USD, S3 about
   * 0.02 USD a month for a gigabyte; a quiet cluster logs a few gigabytes a month, a busy one hundreds.
   * @default none
   */
  archive?: AuditArchiveArgs;
  /** Sends the log to what there is already, such as the stream of a SIEM. Costs what that costs. @default none */
  destination?: AuditDestinationArgs;
  /** What goes to archive and destination. @default ShippedLogs.Audit */
  shippedLogs?: ShippedLogs;
  /**
   * Refuse, in preview already, whatever deletes or replaces the archive. To destroy, first deploy with false.
   * @default true
   */
  deletionProtection?: boolean;
  /** ARN of the policy that bounds the roles made here. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything that is made. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Alarms on the audit log of a cluster on EKS, and ways out of the account for it.
 *
 * Each alarm of the catalogue is a metric filter and an alarm: who reads Secrets, goes into containers, changes rights or
 * admission, comes without credentials, … They need EKS' own audit policy and nothing else.
 *
 * ```ts
 * const trail = new AuditTrail("prod", {
 *   clusterName: "prod",
 *   alarmTopicArns: ["arn:aws:sns:eu-central-1:123456789012:alarms"],
 *   archive: { keyArn: keys.logsKeyArn },
 * });
 * ```
 *
 * @cost 20 alarms cost 2 USD a month; a metric 0.30 USD, for the hours in which it rings. The log itself, at 0.50 USD a
 *  gigabyte, costs more: it is paid with the log group.
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** ARNs by alarm. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;
  /** Name of the archive's bucket; empty without one. */
  readonly archiveBucketName: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:AuditTrail", name, args, opts);
    const context = contextOf(this, name, args);
    const pattern = shippingPattern(args.shippedLogs);
    const archiveArgs = args.archive === undefined ? undefined : checkedArchive(args.archive);
    const destination = args.destination === undefined ? undefined : checkedDestination(args.destination);

    this.alarmArns = pulumi.output({
      ...catalogueAlarms(context, args),
      ...sourceAlarm(context, args),
      ...silenceAlarm(context, args),
    });
    const archive = archiveArgs === undefined ? undefined : createArchive(context, archiveArgs);
    if (archive !== undefined) shipToArchive(context, archive.streamArn, pattern);
    if (destination !== undefined) shipTo(context, destination, pattern);
    this.archiveBucketName = archive?.bucketName ?? pulumi.output("");
    this.registerOutputs({ alarmArns: this.alarmArns, archiveBucketName: this.archiveBucketName });
  }
}

function contextOf(parent: pulumi.Resource, name: string, args: AuditTrailArgs): ArchiveContext {
  const { tags, permissionsBoundary, deletionProtection = true } = args;
  const clusterName = checkedClusterName("clusterName", args.clusterName);
  return {
    parent,
    name,
    clusterName,
    logGroupName: checkedInput(args.logGroupName ?? pulumi.interpolate`/aws/eks/${clusterName}/cluster`, logGroup),
    alarmTopicArns: checkedTopics("alarmTopicArns", args.alarmTopicArns),
    deletionProtection,
    tags,
    permissionsBoundary,
  };
}

const logGroup = (name: string): string =>
  /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)
    ? name
    : refuse("logGroupName", 'be the name of a log group such as "/aws/eks/prod/cluster"', name);

type AlarmArns = Record<string, pulumi.Output<string>>;

function catalogueAlarms(watch: Watch, args: AuditTrailArgs): AlarmArns {
  const ids = Object.values(AuditAlarm);
  const disabled = (args.disabledAlarms ?? []).map((id, index) => oneOf(`disabledAlarms[${index}]`, id, ids));
  const thresholds = checkedThresholds(args.thresholds ?? {});
  const arns: AlarmArns = {};
  for (const id of ids.filter((one) => !disabled.includes(one))) {
    const row = AUDIT_ALARMS[id];
    const pattern = together(expectedUsers(args), (users) => filterPattern(row, users));
    arns[id] = alarmOnAuditLog(watch, id, row, pattern, thresholds[id]).arn;
  }
  return arns;
}

const expectedUsers = ({ automation = [] }: AuditTrailArgs): Checkable[] =>
  automation.map((user, index) => [user, (text) => automationUser(`automation[${index}]`, text)]);

/** An input and what becomes of it, or an error. */
type Checkable = readonly [input: pulumi.Input<string>, check: (value: string) => string];

/** What is made of several inputs: at once where all are plain, so that the constructor throws where one is wrong. */
function together(inputs: readonly Checkable[], make: (values: readonly string[]) => string): pulumi.Input<string> {
  const plain = inputs.map(([input, check]) => (typeof input === "string" ? check(input) : undefined));
  if (plain.every((value) => value !== undefined)) return make(plain);
  return pulumi
    .all(inputs.map(([input]) => input))
    .apply((values) => make(values.map((value, index) => inputs[index]?.[1](value) ?? value)));
}

function checkedThresholds(
  given: Record<string, pulumi.Input<number>>,
): Partial<Record<AuditAlarm, pulumi.Input<number>>> {
  return Object.fromEntries(
    Object.entries(given).map(([id, threshold]) => [
      oneOf("thresholds", id, Object.values(AuditAlarm)),
      checkedInput(threshold, wholeNumberFor(`thresholds.${id}`, 1, 1_000_000)),
    ]),
  );
}

function sourceAlarm(watch: Watch, args: AuditTrailArgs): AlarmArns {
  const { expectedSourceCidrs } = args;
  if (expectedSourceCidrs === undefined) return {};
  if (expectedSourceCidrs.length === 0) refuse("expectedSourceCidrs", "name one block or more", expectedSourceCidrs);
  const sources = expectedSourceCidrs.map(
    (cidr, index): Checkable => [cidr, (text) => addressPattern(`expectedSourceCidrs[${index}]`, text)],
  );
  const id = "unexpected-source";
  const pattern = together([...sources, ...expectedUsers(args)], (values) =>
    filterPattern(unexpectedSource(values.slice(0, sources.length)), values.slice(sources.length)),
  );
  return { [id]: alarmOnAuditLog(watch, id, unexpectedSource([]), pattern).arn };
}

/** A control plane always logs something. */
function silenceAlarm(watch: Watch, { allowSilence = false }: AuditTrailArgs): AlarmArns {
  if (allowSilence) return {};
  const alarm: aws.cloudwatch.MetricAlarm = createAlarm(watch, "log-silent", {
    alarmDescription:
      "The control plane's log group took nothing for 15 minutes. See whether the cluster still has its log types on, and who took them off. (NSA-LOG-23, CIS-EKS-2.1.2)",
    namespace: "AWS/Logs",
    metricName: "IncomingLogEvents",
    dimensions: { LogGroupName: watch.logGroupName },
    statistic: "Sum",
    period: 300,
    evaluationPeriods: 3,
    threshold: 1,
    comparisonOperator: "LessThanThreshold",
    treatMissingData: "breaching",
  });
  return { "log-silent": alarm.arn };
}
