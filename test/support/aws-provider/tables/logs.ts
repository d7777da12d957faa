import { type Account, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { at } from "../paths.js";
import { assertKeyFor } from "../policies.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const OF_GROUP: Reference = { types: [LOG_GROUP], by: "name" };

const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const name = { property: "name", maxLength: 255 } as const;
const namePattern = { pattern: /^[^:*]{1,512}$/, like: "secret-reads" } as const;

/** CloudWatch Logs asks for the key at once. */
function assertKey(making: Making): void {
  const group = arn(making, "logs", `log-group:${making.id}`);
  assertKeyFor(making, making.inputs.kmsKeyId, `logs.${making.region}.amazonaws.com`, { "aws:logs:arn": group });
}

/** A cluster that still writes makes its group anew, with neither key nor end. */
function reappear({ id, state }: LiveResource, account: Account): void {
  const cluster = /^\/aws\/eks\/(.+)\/cluster$/.exec(id)?.[1];
  const live = cluster === undefined ? undefined : account.get("aws:eks/cluster:Cluster", cluster);
  if (live !== undefined && at(live.state, "enabledClusterLogTypes").length > 0)
    account.record({ op: "create", type: LOG_GROUP, id, state: { name: state.name ?? id, retentionInDays: 0 } });
}

/** At most two subscriptions a group. */
function assertRoom({ account, inputs }: Making): void {
  const others = [...account.all("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")];
  if (others.filter(({ state }) => state.logGroup === inputs.logGroup).length >= 2)
    throw new Refusal("LimitExceededException", `${inputs.logGroup} has two subscription filters already`);
}

export const LOGS: Readonly<Record<string, ResourceTable>> = {
  [LOG_GROUP]: {
    cloudFormation: "AWS::Logs::LogGroup",
    required: [],
    optional: words(
      "deletionProtectionEnabled kmsKeyId logGroupClass name namePrefix region retentionInDays skipDestroy tags",
    ),
    replaces: words("logGroupClass name namePrefix"),
    autoName: { ...name, alternative: "namePrefix" },
    conflicts: [words("name namePrefix")],
    defaults: { retentionInDays: 0, skipDestroy: false },
    rules: {
      name: { pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, like: "/aws/eks/prod/cluster" },
      logGroupClass: { oneOf: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
      retentionInDays: { oneOf: RETENTIONS },
    },
    duplicate: "ResourceAlreadyExistsException",
    id: ({ inputs, hex }) => String(inputs.name ?? `${inputs.namePrefix}${hex(26)}`),
    computed: {
      name: ({ id }) => id,
      arn: (making) => arn(making, "logs", `log-group:${making.id}`),
      deletionProtectionEnabled: () => false,
      logGroupClass: () => "STANDARD",
    },
    create: assertKey,
    update: assertKey,
    delete: ({ id, state }) => {
      if (state.deletionProtectionEnabled === true)
        throw new Refusal("ValidationException", `log group ${id} has deletion protection enabled`);
    },
    alongDelete: (group, account) => {
      for (const part of [...account.all()])
        if (PARTS.includes(part.type) && [part.state.logGroupName, part.state.logGroup].includes(group.id))
          account.record({ op: "delete", type: part.type, id: part.id });
      reappear(group, account);
    },
  },

  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    cloudFormation: "AWS::Logs::MetricFilter",
    required: words("logGroupName metricTransformation pattern"),
    optional: words("applyOnTransformedLogs name region"),
    replaces: words("logGroupName name"),
    autoName: name,
    rules: { name: namePattern },
    refers: { logGroupName: OF_GROUP },
    check: (inputs) =>
      at(inputs, "metricTransformation.defaultValue").length > 0 &&
      at(inputs, "metricTransformation.dimensions").length > 0
        ? "metricTransformation: defaultValue conflicts with dimensions"
        : undefined,
    unique: [words("logGroupName name")],
    id: ({ inputs }) => String(inputs.name),
    computed: { applyOnTransformedLogs: () => false },
  },

  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    cloudFormation: "AWS::Logs::SubscriptionFilter",
    required: words("destinationArn filterPattern logGroup"),
    optional: words("applyOnTransformedLogs distribution emitSystemFields name region roleArn"),
    replaces: words("destinationArn logGroup name"),
    deletesBeforeReplace: true,
    autoName: name,
    defaults: { distribution: "ByLogStream" },
    rules: { distribution: { oneOf: ["Random", "ByLogStream"] }, name: namePattern },
    refers: {
      logGroup: OF_GROUP,
      roleArn: { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" },
      destinationArn: {
        types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
        by: "arn",
        except: /^arn:[^:]+:(logs|lambda|kinesis):/,
        missing: "InvalidParameterException",
      },
    },
    unique: [words("logGroup name")],
    id: ({ hex }) => `cwlsf-${hex(10)}`,
    computed: { applyOnTransformedLogs: () => false, roleArn: () => "" },
    create: (making) => {
      assertRoom(making);
      if (/:firehose:/.test(String(making.inputs.destinationArn)) && making.inputs.roleArn === undefined)
        throw new Refusal(
          "InvalidParameterException",
          "destinationArn for vendor firehose cannot be used without roleArn",
        );
    },
  },

  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": {
    required: words("logGroupName policyDocument"),
    optional: ["region"],
    replaces: ["logGroupName"],
    documents: ["policyDocument"],
    refers: { logGroupName: OF_GROUP },
    id: ({ inputs }) => String(inputs.logGroupName),
    computed: {},
  },

  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    cloudFormation: "AWS::Logs::ResourcePolicy",
    required: ["policyDocument"],
    optional: words("policyName region resourceArn"),
    replaces: words("policyName resourceArn"),
    documents: ["policyDocument"],
    id: ({ inputs }) => String(inputs.policyName ?? inputs.resourceArn),
    computed: { policyScope: () => "ACCOUNT", revisionId: ({ hex }) => hex(32) },
  },

  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    cloudFormation: "AWS::CloudWatch::Alarm",
    required: [],
    optional: words(`actionsEnabled alarmActions alarmDescription comparisonOperator datapointsToAlarm dimensions
      evaluateLowSampleCountPercentiles evaluationCriteria evaluationInterval evaluationPeriods extendedStatistic
      insufficientDataActions metricName metricQueries name namespace okActions period region statistic tags threshold
      thresholdMetricId treatMissingData unit warmUpConfiguration`),
    replaces: ["name"],
    sets: words("alarmActions insufficientDataActions okActions metricQueries"),
    autoName: name,
    defaults: { actionsEnabled: true, treatMissingData: "missing" },
    rules: {
      comparisonOperator: {
        oneOf: words(`GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold
          LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold`),
      },
      statistic: { oneOf: words("SampleCount Average Sum Minimum Maximum") },
      treatMissingData: { oneOf: words("breaching notBreaching ignore missing") },
      evaluationPeriods: { from: 1, to: 1440 },
      period: { from: 1, to: 86400 },
    },
    conflicts: [words("metricName metricQueries"), words("statistic extendedStatistic")],
    oneOf: [words("metricName metricQueries evaluationCriteria")],
    check: ({ datapointsToAlarm, evaluationPeriods, period }) => {
      if (Number(datapointsToAlarm ?? 1) > Number(evaluationPeriods ?? 1))
        return "datapointsToAlarm must not be above evaluationPeriods";
      const seconds = Number(period ?? 60);
      return [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0
        ? undefined
        : `period must be 10, 20, 30 or a multiple of 60 seconds, got ${seconds}`;
    },
    // A second alarm of the name would take the first one's place without a word.
    id: ({ inputs }) => String(inputs.name),
    computed: {
      arn: (making) => arn(making, "cloudwatch", `alarm:${making.id}`),
      evaluateLowSampleCountPercentiles: () => "",
    },
  },
};

/** What goes with its log group. */
const PARTS = [
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
];
