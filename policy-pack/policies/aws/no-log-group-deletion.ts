import { onEnd } from "../../aws/verdicts.js";
import { attemptAll } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** @pulumi/aws 7.48, `aws.cloudwatch.LogGroup`: with `skipDestroy` the provider leaves the group and its events. */
export const noLogGroupDeletion = definePolicy({
  id: "no-log-group-deletion",
  title: "Log groups must not be deleted or replaced by an update",
  rationale: "With the log group goes every event in it, and with these the proof of what was done in the cluster.",
  remediation:
    "Undo the change, or set skipDestroy so that the group stays; else state an exemption for this policy, by whom and until when, and run again.",
  fix: "undo the change, set skipDestroy, or state an exemption for it",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-LOG-13", "CIS-EKS-2.1.2"],
  examples: {
    good: [
      { name: "a group that stays", resources: [{ type: LOG_GROUP, props: { retentionInDays: 365 } }] },
      {
        name: "one that leaves the stack and stays at AWS",
        resources: [{ type: LOG_GROUP, props: { skipDestroy: true }, end: "deletion" }],
      },
    ],
    bad: [
      {
        name: "a deletion",
        resources: [{ type: LOG_GROUP, props: { retentionInDays: 365 }, end: "deletion" }],
        message: "log group must not be deleted. Fix: undo the change, set skipDestroy, or state an exemption for it.",
      },
      {
        name: "a replacement",
        resources: [{ type: LOG_GROUP, props: { skipDestroy: false }, end: "replacement" }],
        message: "log group must not be replaced. Fix: undo the change, set skipDestroy, or state an exemption for it.",
      },
    ],
  },
  subject: "deletion",
  types: [LOG_GROUP],
  check: (resource) => attemptAll(() => (resource.props.skipDestroy === true ? [] : onEnd("log group", resource))),
});
