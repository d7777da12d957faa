import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { child } from "../../kubernetes/object.js";
import { definePolicy, type Resource } from "../../policy.js";
import { all } from "../../unknown.js";
import type { Verdict } from "../../verdict.js";

/** What Amazon GuardDuty watches of clusters, by the names of its features. */
const OF_CLUSTERS: ReadonlySet<unknown> = new Set(["EKS_AUDIT_LOGS", "EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"]);

const AUDIT_LOGS = "datasources.kubernetes.auditLogs.enable";

const onDetector = (resource: Resource): readonly Verdict[] => [
  ...onResource("GuardDuty", "enable", () =>
    resource.props.enable === false ? { must: "must be on", fix: set("enable", true) } : undefined,
  ),
  ...onResource("GuardDuty", AUDIT_LOGS, () =>
    child(child(child(resource.props.datasources, "kubernetes"), "auditLogs"), "enable") === false
      ? { must: "must watch the audit logs of EKS", fix: set(AUDIT_LOGS, true) }
      : undefined,
  ),
];

const onFeature = (resource: Resource): readonly Verdict[] =>
  onResource("GuardDuty", "status", () =>
    all(
      () => resource.props.status !== "ENABLED",
      () => OF_CLUSTERS.has(resource.props.name),
    )
      ? { must: "must be on", fix: set("status", "ENABLED") }
      : undefined,
  );

/** aws.guardduty.Detector and DetectorFeature. */
export const requireThreatDetection = definePolicy({
  id: "require-threat-detection",
  title: "GuardDuty must watch audit logs and nodes of EKS",
  rationale:
    "Calls by stolen tokens, anonymous calls and miners in pods are seen by somebody who looks, or on the bill.",
  remediation:
    "Leave the detector on, and give its features EKS_AUDIT_LOGS and RUNTIME_MONITORING the status ENABLED; GuardDuty takes only one of RUNTIME_MONITORING and EKS_RUNTIME_MONITORING.",
  fix: "turn it on",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-22"],
  fixable: true,
  examples: {
    good: [
      { name: "a detector", resources: [{ type: "aws:guardduty/detector:Detector", props: { enable: true } }] },
      {
        name: "audit logs",
        resources: [
          {
            type: "aws:guardduty/detectorFeature:DetectorFeature",
            props: { detectorId: "d", name: "EKS_AUDIT_LOGS", status: "ENABLED" },
          },
        ],
      },
      {
        name: "a feature that is not on clusters",
        resources: [
          {
            type: "aws:guardduty/detectorFeature:DetectorFeature",
            props: { detectorId: "d", name: "RDS_LOGIN_EVENTS", status: "DISABLED" },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a detector that is off",
        resources: [{ type: "aws:guardduty/detector:Detector", props: { enable: false } }],
        message: "GuardDuty must be on (enable). Fix: turn it on.",
      },
      {
        name: "no audit logs, in the old form",
        resources: [
          {
            type: "aws:guardduty/detector:Detector",
            props: { enable: true, datasources: { kubernetes: { auditLogs: { enable: false } } } },
          },
        ],
        message:
          "GuardDuty must watch the audit logs of EKS (datasources.kubernetes.auditLogs.enable). Fix: turn it on.",
      },
      {
        name: "no look at nodes",
        resources: [
          {
            type: "aws:guardduty/detectorFeature:DetectorFeature",
            props: { detectorId: "d", name: "RUNTIME_MONITORING", status: "DISABLED" },
          },
        ],
        message: "GuardDuty must be on (status). Fix: turn it on.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:guardduty/detector:Detector",
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:guardduty/memberDetectorFeature:MemberDetectorFeature",
  ],
  check: (resource) =>
    resource.type === "aws:guardduty/detector:Detector" ? onDetector(resource) : onFeature(resource),
});
