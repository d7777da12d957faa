import { isControlPlaneLog } from "../../aws/log-group.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** aws.cloudwatch.LogGroup; to let it go later, `deletionProtectionEnabled` must be set to false first. */
export const requireLogDeletionProtection = definePolicy({
  id: "require-log-deletion-protection",
  title: "Log groups of control planes must be protected from deletion",
  rationale:
    "The first thing that an intruder deletes is the log. A change of its name replaces it as well, and the past is gone.",
  remediation: "Set deletionProtectionEnabled to true on the log group /aws/eks/CLUSTER/cluster.",
  fix: "set deletionProtectionEnabled to true",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-13", "CIS-EKS-2.1.2"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a protected one",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", deletionProtectionEnabled: true },
          },
        ],
      },
      {
        name: "of something else",
        resources: [
          { type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/lambda/thumbnails", retentionInDays: 30 } },
        ],
      },
    ],
    bad: [
      {
        name: "no word of it",
        resources: [
          { type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/eks/prod/cluster", retentionInDays: 90 } },
        ],
        message:
          "log group must be protected from deletion (deletionProtectionEnabled). Fix: set deletionProtectionEnabled to true.",
      },
      {
        name: "protection off",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: { name: "/aws/eks/prod/cluster", deletionProtectionEnabled: false },
          },
        ],
        message:
          "log group must be protected from deletion (deletionProtectionEnabled). Fix: set deletionProtectionEnabled to true.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (resource) =>
    onResource("log group", "deletionProtectionEnabled", () =>
      all(
        () => resource.props.deletionProtectionEnabled !== true,
        () => isControlPlaneLog(resource),
      )
        ? { must: "must be protected from deletion", fix: set("deletionProtectionEnabled", true) }
        : undefined,
    ),
});
