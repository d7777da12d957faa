import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { BreakGlass, type BreakGlassArgs } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const ROLE = "arn:aws:iam::123456789012:role/security/emergency";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:security";
const ARGS = {
  clusterName: "prod",
  principalArn: ROLE,
  logGroupName: "/aws/eks/prod/cluster",
  alarmTopicArns: [TOPIC],
} as const satisfies BreakGlassArgs;

const made = (args: Partial<BreakGlassArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new BreakGlass("emergency", { ...ARGS, ...args }));

describe("BreakGlass", () => {
  it("NSA-LOG-23: one request of the emergency role raises the alarm within a minute", async () => {
    const [filter, alarm] = await made({ tags: { team: "security" } });
    const session = "arn:aws:sts::123456789012:assumed-role/emergency/*";
    assert.deepEqual(filter, {
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      name: "emergency-use",
      inputs: {
        logGroupName: "/aws/eks/prod/cluster",
        // The role without its path: EKS learns of it from STS, which has none.
        pattern: `{ (($.user.extra.canonicalArn[0] = "arn:aws:iam::123456789012:role/emergency") || ($.user.extra.arn[0] = "${session}") || ($.user.username = "${session}")) }`,
        metricTransformation: { name: "emergency-use", namespace: "Rampart/EKS/prod", value: "1" },
      },
    });
    assert.deepEqual(alarm, {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "emergency-use",
      inputs: {
        alarmDescription:
          "The emergency entry was used. It is for when nothing else works, and its users know that it rings. " +
          "Ask who it was and why; if nobody says so, delete the access entry and the role's sessions. (NSA-LOG-23)",
        namespace: "Rampart/EKS/prod",
        metricName: "emergency-use",
        statistic: "Sum",
        period: 60,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [TOPIC],
        tags: { team: "security" },
      },
    });
  });

  it("NSA-AUTH-08: the emergency role administers the cluster, and can do so only once its alarm is made", async () => {
    const recorded = await made();
    assert.deepEqual(
      recorded.map(({ name }) => name),
      ["emergency-use", "emergency-use", "emergency-entry", "emergency-entry-AmazonEKSClusterAdminPolicy"],
    );
    assert.deepEqual(recorded[2]?.inputs, { clusterName: "prod", principalArn: ROLE, type: "STANDARD" });
    assert.deepEqual(recorded[3]?.inputs, {
      clusterName: "prod",
      principalArn: ROLE,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
  });

  it("NSA-LOG-23: a topic hears when somebody takes the role on, which CloudTrail calls read-only", async () => {
    const recorded = await made({ assumptionTopicArn: TOPIC });
    const rule = recorded.find(({ name }) => name === "emergency-assumption");
    assert.equal(rule?.inputs.state, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assert.deepEqual(JSON.parse(rule?.inputs.eventPattern), {
      source: ["aws.sts"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventName: ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
        requestParameters: { roleArn: [ROLE] },
      },
    });
    assert.equal(recorded.find(({ name }) => name === "emergency-assumption-topic")?.inputs.arn, TOPIC);
  });

  it("takes a role that becomes known later", async () => {
    const recorded = await made({ principalArn: pulumi.output(ROLE), clusterName: pulumi.output("prod") });
    assert.equal(recorded.find(({ name }) => name === "emergency-entry")?.inputs.principalArn, ROLE);
  });

  it("refuses users, sessions, no topic, too many, and topics that no alarm can write to", async () => {
    const refused = [
      [
        { principalArn: "arn:aws:iam::123456789012:user/ann" },
        /^principalArn: must be an ARN such as "arn:aws:iam::123456789012:role\/nodes"/,
      ],
      [
        { principalArn: "arn:aws:sts::123456789012:assumed-role/emergency/ann" },
        /^principalArn: must name the role, not a session/,
      ],
      [{ alarmTopicArns: [] }, /^alarmTopicArns: must name one to five topics, got 0/],
      [
        { alarmTopicArns: Array.from({ length: 6 }, () => TOPIC) },
        /^alarmTopicArns: must name one to five topics, got 6/,
      ],
      [{ alarmTopicArns: [`${TOPIC}.fifo`] }, /^alarmTopicArns\[0\]: must be an ARN such as/],
    ] as const;
    for (const [args, message] of refused)
      await recordResources(() => {
        assert.throws(
          () =>
            new BreakGlass("emergency", {
              ...ARGS,
              ...args,
              alarmTopicArns: [...("alarmTopicArns" in args ? args.alarmTopicArns : [TOPIC])],
            }),
          (thrown: Error) => message.test(thrown.message),
        );
      });
  });
});
