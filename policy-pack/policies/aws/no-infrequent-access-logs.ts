import { isControlPlaneLog } from "../../aws/log-group.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** Amazon CloudWatch Logs user guide, "Log classes": metric filters, subscriptions and alarms need the class STANDARD. */
export const noInfrequentAccessLogs = definePolicy({
  id: "no-infrequent-access-logs",
  title: "Log groups of control planes must have the class STANDARD",
  rationale: "No alarm and no SIEM can be fed from another class, and the class of a group cannot be changed.",
  remediation: "Leave logGroupClass out, or set it to STANDARD; what is cheaper is a shorter list of log types.",
  fix: "leave logGroupClass out in a new log group",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-22", "CIS-EKS-2.1.2"],
  examples: {
    good: [
      {
        name: "the default",
        resources: [
          { type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/eks/prod/cluster", retentionInDays: 90 } },
        ],
      },
      {
        name: "a cheap class for something else",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/lambda/thumbnails", logGroupClass: "INFREQUENT_ACCESS" },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a cheap class for a control plane",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", logGroupClass: "INFREQUENT_ACCESS" },
          },
        ],
        message:
          "log group must be of the class STANDARD (logGroupClass). Fix: leave logGroupClass out in a new log group.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (resource) =>
    onResource("log group", "logGroupClass", () =>
      all(
        () => (resource.props.logGroupClass || "STANDARD") !== "STANDARD",
        () => isControlPlaneLog(resource),
      )
        ? "must be of the class STANDARD"
        : undefined,
    ),
});
