import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { InspectedResource, ThreatDetection, type ThreatDetectionArgs } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:findings";
const ID = "12abc34d567e8fa901bc2d34e56789f0";

/** Options that the children were registered with, beside the children. */
interface Registered extends RecordedResource {
  readonly options: pulumi.ResourceOptions;
}

async function registered(args: Partial<ThreatDetectionArgs> = {}): Promise<Registered[]> {
  const options = new Map<string, pulumi.ResourceOptions>();
  const resources = await recordResources(
    () =>
      new ThreatDetection(
        "account",
        { findingsTopicArn: TOPIC, ...args },
        {
          transformations: [
            ({ type, name, opts }) => {
              options.set(`${type} ${name}`, opts);
              return undefined;
            },
          ],
        },
      ),
  );
  return resources.map((one) => ({ ...one, options: options.get(`${one.type} ${one.name}`) ?? {} }));
}
const inputsOf = (resources: readonly Registered[], name: string) =>
  resources.find((one) => one.name === name && !one.type.endsWith(":EventTarget"))?.inputs ?? assert.fail(name);

describe("ThreatDetection", () => {
  it("NSA-LOG-22, NSA-LOG-25: reads the audit log and looks into containers, with an agent that it keeps itself", async () => {
    const resources = await registered();
    assert.deepEqual(inputsOf(resources, "account-detector"), {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
    assert.deepEqual(inputsOf(resources, "account-audit-logs"), {
      detectorId: "account-detector-id",
      name: "EKS_AUDIT_LOGS",
      status: "ENABLED",
    });
    assert.deepEqual(inputsOf(resources, "account-runtime"), {
      detectorId: "account-detector-id",
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }],
    });
    assert.ok(!JSON.stringify(resources.map(({ inputs }) => inputs)).includes("EKS_RUNTIME_MONITORING"));
    const [feature] = inputsOf(
      await registered({ allowUnmanagedAgent: true }),
      "account-runtime",
    ).additionalConfigurations;
    assert.equal(feature.status, "DISABLED");
  });

  it("NSA-LOG-22: takes the detector that there is, makes none, and leaves it", async () => {
    const resources = await registered({ detectorId: ID });
    assert.deepEqual(
      resources.filter(({ type }) => type.endsWith(":Detector")),
      [],
    );
    assert.equal(inputsOf(resources, "account-audit-logs").detectorId, ID);
    assert.equal(inputsOf(resources, "account-runtime").detectorId, ID);
  });

  it("leaves Inspector on, which the account may rely on, until told otherwise", async () => {
    const kept = async (args: Partial<ThreatDetectionArgs>) =>
      (await registered(args)).find(({ name }) => name === "account-inspector")?.options.retainOnDelete;
    assert.equal(await kept({}), true);
    assert.equal(await kept({ allowAccountWideRemoval: true }), false);
  });

  it("takes its own detector along, beside which the account's next one would be refused", async () => {
    const detector = (await registered({})).find(({ name }) => name === "account-detector");
    assert.notEqual(detector?.options.retainOnDelete, true);
  });

  it("CIS-EKS-5.1.1: has Inspector look into images and instances of this account, or into what it is told", async () => {
    assert.deepEqual(inputsOf(await registered(), "account-inspector"), {
      accountIds: ["123456789012"],
      resourceTypes: ["EC2", "ECR"],
    });
    const images = await registered({ inspectedResources: [InspectedResource.Images, InspectedResource.Images] });
    assert.deepEqual(inputsOf(images, "account-inspector").resourceTypes, ["ECR"]);
    const none = await registered({ inspectedResources: [] });
    assert.deepEqual(
      none.filter(({ name }) => /inspector|vulnerabilities/.test(name)),
      [],
    );
  });

  it("NSA-LOG-23: sends severe findings to the topic", async () => {
    const resources = await registered();
    const patternOf = (all: readonly Registered[], name: string) => JSON.parse(inputsOf(all, name).eventPattern);
    assert.deepEqual(patternOf(resources, "account-findings"), {
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", 7] }] },
    });
    assert.deepEqual(patternOf(resources, "account-vulnerabilities"), {
      source: ["aws.inspector2"],
      "detail-type": ["Inspector2 Finding"],
      detail: { severity: ["CRITICAL"], status: ["ACTIVE"] },
    });
    const targets = resources.filter(({ type }) => type.endsWith(":EventTarget"));
    assert.deepEqual(
      targets.map(({ inputs }) => inputs.arn),
      [TOPIC, TOPIC],
    );
    const medium = await registered({ minimumSeverity: 4 });
    assert.deepEqual(patternOf(medium, "account-findings").detail, { severity: [{ numeric: [">=", 4] }] });
  });

  it("refuses what AWS would refuse later", async () => {
    const refused: readonly [args: Partial<ThreatDetectionArgs>, message: RegExp][] = [
      [{ findingsTopicArn: "findings" }, /^findingsTopicArn: must be an ARN such as .*, got "findings"$/],
      [{ detectorId: "prod" }, /^detectorId: must be the id of a detector .*, got "prod"$/],
      [{ minimumSeverity: 11 }, /^minimumSeverity: must be a number from 1 to 10, got 11$/],
      [{ minimumSeverity: Number.NaN }, /^minimumSeverity: must be a number from 1 to 10, got NaN$/],
      [
        { inspectedResources: ["EKS" as InspectedResource] },
        /^inspectedResources\[0\]: must be one of ECR, EC2, got "EKS"$/,
      ],
    ];
    for (const [args, message] of refused) await assert.rejects(async () => await registered(args), { message });
  });
});
