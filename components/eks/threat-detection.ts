import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import { checkedTopic } from "./audit-trail/filter-alarm.js";

/** What Inspector looks for vulnerabilities in. */
export const InspectedResource = {
  /** Images in ECR: 0.09 USD an image, 0.01 USD when it is looked at again. */
  Images: "ECR",
  /** Nodes and other instances: about 1.26 USD a month each, less without an agent. */
  Instances: "EC2",
} as const;
export type InspectedResource = (typeof InspectedResource)[keyof typeof InspectedResource];

/** What is watched, and how. */
export interface ThreatDetectionChoice {
  /**
   * Id of the Region's GuardDuty detector, where there is one: an account has one a Region. Its other features stay as they
   * are, and it stays when this component goes.
   * @default a new one
   */
  detectorId?: pulumi.Input<string>;
  /**
   * Severity at and above which a finding of GuardDuty is sent: 4 is medium, 7 high, 9 critical.
   * @default 7
   * @fraction
   */
  minimumSeverity?: pulumi.Input<number>;
  /** Leaves GuardDuty's agent on the nodes to others. Without any, what happens in containers is not seen. @default false */
  allowUnmanagedAgent?: boolean;
  /** What Inspector looks for vulnerabilities in; nothing switches it off. @default images and instances */
  inspectedResources?: InspectedResource[];
  /**
   * Switches Inspector off for the whole account when this component goes; others may have come to rely on it. A detector
   * that was made here always goes: the account's next one would be refused beside it.
   * @default false
   */
  allowAccountWideRemoval?: boolean;
}

export interface ThreatDetectionArgs extends ThreatDetectionChoice {
  /** ARN of the SNS topic for findings; its policy must let events.amazonaws.com publish. */
  findingsTopicArn: pulumi.Input<string>;
  /** Tags of the detector. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * GuardDuty on the audit log and inside the containers of every cluster of the Region, Inspector on images and instances,
 * and their worst findings to a topic.
 *
 * GuardDuty reads the audit log by itself, whether or not that is kept. What costs less by being off is an input; what would
 * blind it is named `allow…`.
 *
 * ```ts
 * const detection = new ThreatDetection("account", { findingsTopicArn: "arn:aws:sns:eu-central-1:123456789012:findings" });
 * ```
 *
 * @cost GuardDuty about 1.60 USD for a million audit events and 1.50 USD a month for a core that its agent runs on, free
 *  for the first 30 days; Inspector 0.09 USD for an image and 1.26 USD a month for an instance
 */
export class ThreatDetection extends pulumi.ComponentResource {
  /** Id of the GuardDuty detector. */
  readonly detectorId: pulumi.Output<string>;
  /** ARN of the EventBridge rule that GuardDuty's findings go by. */
  readonly findingsRuleArn: pulumi.Output<string>;

  constructor(name: string, args: ThreatDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:ThreatDetection", name, args, opts);
    const inspected = checkedResources(args.inspectedResources);
    const topicArn = checkedTopic("findingsTopicArn", args.findingsTopicArn);
    const severity = checkedInput(args.minimumSeverity ?? 7, minimumSeverity);

    this.detectorId = detectorOf(this, name, args);
    enableFeatures(this, name, this.detectorId, args);
    if (inspected.length > 0) enableInspector(this, name, inspected, args);
    this.findingsRuleArn = sendFindings(this, name, topicArn, severity, inspected.length > 0, args.tags);
    this.registerOutputs({ detectorId: this.detectorId, findingsRuleArn: this.findingsRuleArn });
  }
}

const minimumSeverity = (value: number): number =>
  value >= 1 && value <= 10 ? value : refuse("minimumSeverity", "be a number from 1 to 10", value);

function checkedResources(
  given: readonly InspectedResource[] = Object.values(InspectedResource),
): readonly InspectedResource[] {
  const known = given.map((one, index) => oneOf(`inspectedResources[${index}]`, one, Object.values(InspectedResource)));
  return [...new Set(known)].sort();
}

const detectorIdOf = (id: string): string =>
  /^[a-f0-9]{32}$/.test(id)
    ? id
    : refuse("detectorId", 'be the id of a detector such as "12abc34d567e8fa901bc2d34e56789f0"', id);

function detectorOf(
  parent: pulumi.Resource,
  name: string,
  { detectorId, tags }: ThreatDetectionArgs,
): pulumi.Output<string> {
  if (detectorId !== undefined) return checkedInput(detectorId, detectorIdOf);
  const detector = new aws.guardduty.Detector(
    `${name}-detector`,
    {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      tags,
    },
    { parent },
  );
  return detector.id;
}

/**
 * RUNTIME_MONITORING only: EKS_RUNTIME_MONITORING is what it replaced, and both together are an error. The provider leaves
 * features on when it deletes them.
 */
function enableFeatures(
  parent: pulumi.Resource,
  name: string,
  detectorId: pulumi.Output<string>,
  { allowUnmanagedAgent = false }: ThreatDetectionArgs,
): void {
  const on = { detectorId, status: "ENABLED" };
  new aws.guardduty.DetectorFeature(`${name}-audit-logs`, { ...on, name: "EKS_AUDIT_LOGS" }, { parent });
  new aws.guardduty.DetectorFeature(
    `${name}-runtime`,
    {
      ...on,
      name: "RUNTIME_MONITORING",
      additionalConfigurations: [
        { name: "EKS_ADDON_MANAGEMENT", status: allowUnmanagedAgent ? "DISABLED" : "ENABLED" },
      ],
    },
    { parent },
  );
}

function enableInspector(
  parent: pulumi.Resource,
  name: string,
  inspected: readonly InspectedResource[],
  { allowAccountWideRemoval = false }: ThreatDetectionArgs,
): void {
  new aws.inspector2.Enabler(
    `${name}-inspector`,
    { accountIds: [accountOf(parent).accountId], resourceTypes: [...inspected] },
    { parent, retainOnDelete: !allowAccountWideRemoval },
  );
}

/** @returns the ARN of the rule on GuardDuty's findings. */
function sendFindings(
  parent: pulumi.Resource,
  name: string,
  topicArn: pulumi.Output<string>,
  severity: pulumi.Output<number>,
  inspector: boolean,
  tags: ThreatDetectionArgs["tags"],
): pulumi.Output<string> {
  const send = (suffix: string, description: string, eventPattern: pulumi.Output<string>) => {
    const rule = new aws.cloudwatch.EventRule(`${name}-${suffix}`, { description, eventPattern, tags }, { parent });
    new aws.cloudwatch.EventTarget(`${name}-${suffix}`, { rule: rule.name, arn: topicArn }, { parent });
    return rule.arn;
  };
  if (inspector)
    send(
      "vulnerabilities",
      "Critical findings of Inspector",
      pulumi.jsonStringify({
        source: ["aws.inspector2"],
        "detail-type": ["Inspector2 Finding"],
        detail: { severity: ["CRITICAL"], status: ["ACTIVE"] },
      }),
    );
  return send(
    "findings",
    "Findings of GuardDuty",
    pulumi.jsonStringify({
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", severity] }] },
    }),
  );
}
