import { isControlPlaneLog } from "../../aws/log-group.js";
import { onResource } from "../../aws/verdicts.js";
import { integer } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

/** aws.cloudwatch.LogGroup: 0, or no retention, keeps events for ever. */
export const requireLogRetention = definePolicy({
  id: "require-log-retention",
  title: "Log groups must be kept long enough",
  rationale: "Intrusions are found after weeks or months: what the audit log said by then is gone with its retention.",
  remediation:
    "Raise retentionInDays. CloudWatch takes 30, 60, 90, 120, 150, 180, 365, 400 and further values; 0 keeps for ever.",
  fix: "raise retentionInDays",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-03", "CIS-EKS-2.1.2"],
  settings: {
    controlPlaneDays: {
      type: "integer",
      minimum: 1,
      maximum: 3653,
      default: 90,
      description: "Shortest retention in days of the logs of a control plane of EKS; 365 keeps a year.",
    },
    otherDays: {
      type: "integer",
      minimum: 1,
      maximum: 3653,
      default: 30,
      description: "Shortest retention in days of all other log groups.",
    },
  },
  examples: {
    good: [
      {
        name: "a quarter of a year for a control plane",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", retentionInDays: 90 },
          },
        ],
      },
      {
        name: "a month for flow logs",
        resources: [{ type: "aws:cloudwatch/logGroup:LogGroup", props: { namePrefix: "flow-", retentionInDays: 30 } }],
      },
      {
        name: "for ever",
        resources: [
          { type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/eks/prod/cluster", retentionInDays: 0 } },
        ],
      },
    ],
    bad: [
      {
        name: "a month for a control plane",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", retentionInDays: 30 },
          },
        ],
        message: "log group must be kept for 90 days at least (retentionInDays). Fix: raise retentionInDays.",
      },
      {
        name: "a week for anything",
        resources: [{ type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays: 7 } }],
        message: "log group must be kept for 30 days at least (retentionInDays). Fix: raise retentionInDays.",
      },
      {
        name: "half a year, where a year is demanded",
        settings: { controlPlaneDays: 365 },
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", retentionInDays: 180 },
          },
        ],
        message: "log group must be kept for 365 days at least (retentionInDays). Fix: raise retentionInDays.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (resource, _, { controlPlaneDays, otherDays }) =>
    onResource("log group", "retentionInDays", () => {
      const days = integer(resource.props.retentionInDays) ?? 0;
      if (!(days > 0) || days >= Math.max(controlPlaneDays, otherDays)) return undefined;
      const wanted = isControlPlaneLog(resource) ? controlPlaneDays : otherDays;
      return days < wanted ? `must be kept for ${wanted} days at least` : undefined;
    }),
});
