import { isRecord } from "../constraints.js";
import { type CallsByType, numberOf, ofTheProvider, tagList } from "../mapping.js";

const alarm = { tags: { to: "Tags", as: tagList() } } as const;

export const CLOUDWATCH: CallsByType = {
  "aws:cloudwatch/logGroup:LogGroup": {
    service: "logs",
    calls: ["CreateLogGroup", "PutRetentionPolicy"],
    named: "name",
    properties: {
      name: ["logGroupName", "PutRetentionPolicy/logGroupName"],
      namePrefix: { to: ["logGroupName", "PutRetentionPolicy/logGroupName"], as: (prefix) => `${prefix}12345678` },
      retentionInDays: "PutRetentionPolicy/retentionInDays",
      skipDestroy: ofTheProvider,
    },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    service: "logs",
    calls: ["PutMetricFilter"],
    named: "name",
    properties: {
      name: "filterName",
      pattern: "filterPattern",
      metricTransformation: {
        to: "metricTransformations[0]",
        inside: {
          name: "metricName",
          namespace: "metricNamespace",
          value: "metricValue",
          defaultValue: { as: numberOf },
        },
      },
    },
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    service: "logs",
    calls: ["PutSubscriptionFilter"],
    named: "name",
    properties: { name: "filterName", logGroup: "logGroupName" },
  },
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": {
    service: "logs",
    calls: ["PutDataProtectionPolicy"],
    properties: { logGroupName: "logGroupIdentifier" },
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { service: "logs", calls: ["PutResourcePolicy"] },
  "aws:cloudwatch/queryDefinition:QueryDefinition": { service: "logs", calls: ["PutQueryDefinition"], named: "name" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    service: "cloudwatch",
    calls: ["PutMetricAlarm"],
    named: "name",
    properties: {
      ...alarm,
      name: "AlarmName",
      evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
      dimensions: {
        to: "Dimensions",
        as: (dimensions) => Object.entries(Object(dimensions)).map(([Name, Value]) => ({ Name, Value })),
      },
      metricQueries: { to: "Metrics", inside: { metric: { to: "MetricStat", as: metricStat } } },
    },
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    service: "cloudwatch",
    calls: ["PutCompositeAlarm"],
    properties: alarm,
  },
  "aws:cloudwatch/eventRule:EventRule": {
    service: "events",
    calls: ["PutRule"],
    named: "name",
    properties: {
      tags: { to: "Tags", as: tagList() },
      forceDestroy: ofTheProvider,
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    service: "events",
    calls: ["PutTargets"],
    named: "targetId",
    properties: {
      rule: "Rule",
      eventBusName: "EventBusName",
      targetId: "Targets[0].Id",
      arn: "Targets[0].Arn",
      roleArn: "Targets[0].RoleArn",
      input: "Targets[0].Input",
      inputPath: "Targets[0].InputPath",
      inputTransformer: { to: "Targets[0].InputTransformer", inside: { inputPaths: "InputPathsMap" } },
      deadLetterConfig: "Targets[0].DeadLetterConfig",
      retryPolicy: "Targets[0].RetryPolicy",
      forceDestroy: ofTheProvider,
    },
  },
};

/** The provider has the metric and its statistic side by side. */
function metricStat(metric: unknown): unknown {
  if (!isRecord(metric)) return metric;
  const { period, stat, unit, dimensions, ...named } = metric;
  const pairs = Object.entries(Object(dimensions)).map(([Name, Value]) => ({ Name, Value }));
  return { metric: { ...named, dimensions: pairs }, period, stat, unit };
}
