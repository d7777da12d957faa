import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { filterPattern } from "../../../components/eks/audit-trail/alarm.js";
import { breakGlassAlarm } from "../../../components/eks/audit-trail/break-glass.js";
import { AUDIT_ALARMS } from "../../../components/eks/audit-trail/catalogue.js";
import { alarmOnAuditLog, description } from "../../../components/eks/audit-trail/filter-alarm.js";
import {
  ArchiveLock,
  AuditAlarm,
  AuditTrail,
  type AuditTrailArgs,
  ShippedLogs,
} from "../../../components/eks/index.js";
import { parsePattern } from "../../support/cloudwatch-filter/pattern.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const BASE: AuditTrailArgs = { clusterName: "prod", alarmTopicArns: [TOPIC] };
const ARNS = {
  "aws:s3/bucket:Bucket": { bucket: "archive-1", arn: "arn:aws:s3:::archive-1" },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    name: "archive-1",
    arn: "arn:aws:firehose:eu-central-1:123456789012:deliverystream/archive-1",
  },
  "aws:iam/role:Role": { name: "role-1", arn: "arn:aws:iam::123456789012:role/role-1" },
};

const recorded = (args: Partial<AuditTrailArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new AuditTrail("prod", { ...BASE, ...args }), ARNS);
const inputsOf = (resources: readonly RecordedResource[], type: string, name: string) =>
  resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name)?.inputs ?? assert.fail(`${type} ${name}`);
const namesOf = (resources: readonly RecordedResource[], type: string) =>
  resources.filter((one) => one.type.endsWith(`:${type}`)).map(({ name }) => name);

/** Options that children were registered with. */
async function optionsOf(args: Partial<AuditTrailArgs>): Promise<Map<string, pulumi.ResourceOptions>> {
  const options = new Map<string, pulumi.ResourceOptions>();
  await recordResources(
    () =>
      new AuditTrail(
        "prod",
        { ...BASE, ...args },
        {
          transformations: [
            ({ type, name, opts }) => {
              options.set(`${type.split(":").at(-1)} ${name}`, opts);
              return undefined;
            },
          ],
        },
      ),
    ARNS,
  );
  return options;
}

describe("AuditTrail", () => {
  const boundary = "arn:aws:iam::123456789012:policy/boundary";
  let standard: RecordedResource[];
  let archived: RecordedResource[];

  before(async () => {
    standard = await recorded();
    archived = await recorded({ archive: { keyArn: KEY }, permissionsBoundary: boundary });
  });

  it("NSA-LOG-23: watches the cluster's own log group by every row of the catalogue, and tells the topic", async () => {
    const resources = standard;
    const ids = Object.values(AuditAlarm);
    assert.deepEqual(
      namesOf(resources, "LogMetricFilter"),
      ids.map((id) => `prod-${id}`),
    );
    assert.deepEqual(namesOf(resources, "MetricAlarm").sort(), [...ids, "log-silent"].map((id) => `prod-${id}`).sort());
    for (const id of ids) {
      const row = AUDIT_ALARMS[id];
      assert.deepEqual(inputsOf(resources, "LogMetricFilter", `prod-${id}`), {
        logGroupName: "/aws/eks/prod/cluster",
        pattern: filterPattern(row),
        metricTransformation: { namespace: "Rampart/EKS/prod", name: `prod-${id}`, value: "1" },
      });
      const { alarmDescription, ...alarm } = inputsOf(resources, "MetricAlarm", `prod-${id}`);
      assert.deepEqual(alarm, {
        namespace: "Rampart/EKS/prod",
        metricName: `prod-${id}`,
        statistic: "Sum",
        period: row.periodInSeconds,
        evaluationPeriods: 1,
        threshold: row.threshold,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [TOPIC],
      });
      assert.ok(alarmDescription.includes(row.response), id);
    }
  });

  it("NSA-LOG-23, CIS-EKS-2.1.2: rings when the log falls silent, which it never does by itself", async () => {
    const { alarmDescription, ...alarm } = inputsOf(standard, "MetricAlarm", "prod-log-silent");
    assert.deepEqual(alarm, {
      namespace: "AWS/Logs",
      metricName: "IncomingLogEvents",
      dimensions: { LogGroupName: "/aws/eks/prod/cluster" },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 3,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
      alarmActions: [TOPIC],
    });
    assert.ok(alarmDescription.length > 0);
    const silent = await recorded({ allowSilence: true });
    assert.ok(!namesOf(silent, "MetricAlarm").includes("prod-log-silent"));
  });

  it("keeps within the limits of CloudWatch, with no regular expression at all: a log group takes five", () => {
    const rows = {
      ...AUDIT_ALARMS,
      "break-glass": breakGlassAlarm(`arn:aws:iam::123456789012:role/${"r".repeat(64)}`),
    };
    assert.ok(Object.keys(rows).length + 2 <= 100);
    for (const [id, row] of Object.entries(rows)) {
      const pattern = filterPattern(row);
      parsePattern(pattern);
      assert.ok(!pattern.includes("%"), id);
      assert.ok(!/\*[^"]/.test(pattern), `${id}: wildcards only end a text`);
      assert.ok(description(row).length <= 1024, id);
    }
  });

  it("leaves out alarms that are disabled, and rings where it is told to", async () => {
    const resources = await recorded({
      disabledAlarms: [AuditAlarm.SecretRead, AuditAlarm.ApiProxy],
      thresholds: { denied: 500 },
    });
    const names = namesOf(resources, "LogMetricFilter");
    assert.equal(names.length, Object.keys(AUDIT_ALARMS).length - 2);
    assert.ok(!names.includes("prod-secret-read") && !names.includes("prod-api-proxy"));
    assert.equal(inputsOf(resources, "MetricAlarm", "prod-denied").threshold, 500);
  });

  it("excepts users that are expected, but not from what nobody should do", async () => {
    const automation = [
      "arn:aws:sts::123456789012:assumed-role/deploy/*",
      pulumi.output("system:serviceaccount:argocd:argocd-application-controller"),
    ];
    const resources = await recorded({ automation, expectedSourceCidrs: ["10.0.0.0/8"] });
    const pattern = (id: string): string => inputsOf(resources, "LogMetricFilter", `prod-${id}`).pattern;
    for (const id of ["secret-read", "rbac-change", "unexpected-source"])
      for (const user of ["assumed-role/deploy/*", "argocd-application-controller"])
        assert.ok(pattern(id).includes(`${user}")`), id);
    for (const id of ["pod-exec", "cluster-admin-binding", "anonymous-allowed"])
      assert.ok(!pattern(id).includes("deploy"), id);
    for (const id of namesOf(resources, "LogMetricFilter")) parsePattern(pattern(id.slice("prod-".length)));
  });

  it("NSA-LOG-23: gives the emergency entry the same alarm, in a component of its own", async () => {
    class Emergency extends pulumi.ComponentResource {
      constructor(name: string) {
        super("rampart:index:Emergency", name);
        const row = breakGlassAlarm("arn:aws:iam::123456789012:role/break-glass");
        const watch = { parent: this, name, clusterName: "prod", logGroupName: "/log", alarmTopicArns: [TOPIC] };
        alarmOnAuditLog(watch, "break-glass", row, filterPattern(row));
        this.registerOutputs({});
      }
    }
    const resources = await recordResources(() => new Emergency("emergency"));
    assert.deepEqual(
      resources.map(({ type, name }) => `${type} ${name}`),
      [
        "aws:cloudwatch/logMetricFilter:LogMetricFilter emergency-break-glass",
        "aws:cloudwatch/metricAlarm:MetricAlarm emergency-break-glass",
      ],
    );
  });

  it("NSA-LOG-11, NSA-LOG-13: archives in a bucket from which nothing goes before its time", async () => {
    const resources = await recorded({ archive: { keyArn: KEY, lockDays: 30, expireAfterDays: 60 } });
    const of = (type: string, suffix: string) => inputsOf(resources, type, `prod-archive${suffix}`);
    assert.deepEqual(of("Bucket", ""), { objectLockEnabled: true, forceDestroy: false });
    assert.deepEqual(of("BucketVersioning", "-versioning").versioningConfiguration, { status: "Enabled" });
    assert.deepEqual(of("BucketObjectLockConfiguration", "-lock").rule, {
      defaultRetention: { mode: "GOVERNANCE", days: 30 },
    });
    assert.deepEqual(of("BucketPublicAccessBlock", "-no-public-access"), {
      bucket: "archive-1",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(of("BucketServerSideEncryptionConfiguration", "-encryption").rules, [
      {
        bucketKeyEnabled: true,
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
      },
    ]);
    const [rule] = of("BucketLifecycleConfiguration", "-lifecycle").rules;
    assert.deepEqual([rule.expiration.days, rule.noncurrentVersionExpiration.noncurrentDays], [60, 1]);
    const compliance = await recorded({ archive: { keyArn: KEY, lock: ArchiveLock.Compliance } });
    assert.deepEqual(inputsOf(compliance, "BucketObjectLockConfiguration", "prod-archive-lock").rule, {
      defaultRetention: { mode: "COMPLIANCE", days: 365 },
    });
  });

  it("NSA-LOG-12: takes the archive's data by TLS 1.2 or later alone", async () => {
    const resources = archived;
    const everything = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::archive-1", "arn:aws:s3:::archive-1/*"],
    };
    assert.deepEqual(JSON.parse(inputsOf(resources, "BucketPolicy", "prod-archive-policy").policy), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "TlsOnly", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
        { Sid: "Tls12OrLater", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
      ],
    });
  });

  it("NSA-LOG-04, NSA-LOG-11: sends it by roles that only this account's log group and stream take on, and can do no more", async () => {
    const resources = archived;
    const roleOf = (name: string) => {
      const { assumeRolePolicy, permissionsBoundary } = inputsOf(resources, "Role", name);
      const { policy } = inputsOf(resources, "RolePolicy", name);
      assert.equal(permissionsBoundary, boundary);
      return [JSON.parse(assumeRolePolicy).Statement, JSON.parse(policy).Statement];
    };
    assert.deepEqual(roleOf("prod-archive-writer"), [
      [
        {
          Effect: "Allow",
          Principal: { Service: "firehose.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: { "sts:ExternalId": "123456789012" } },
        },
      ],
      [
        {
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          Resource: "arn:aws:s3:::archive-1",
        },
        {
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
          Resource: "arn:aws:s3:::archive-1/*",
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: KEY,
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::archive-1", "arn:aws:s3:::archive-1/*"] },
          },
        },
      ],
    ]);
    const stream = "arn:aws:firehose:eu-central-1:123456789012:deliverystream/archive-1";
    assert.deepEqual(roleOf("prod-archive-sender"), [
      [
        {
          Effect: "Allow",
          Principal: { Service: "logs.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: {
            StringLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/prod/cluster:*" },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ],
      [{ Effect: "Allow", Action: ["firehose:PutRecord", "firehose:PutRecordBatch"], Resource: stream }],
    ]);
    assert.deepEqual(inputsOf(resources, "LogSubscriptionFilter", "prod-archive"), {
      logGroup: "/aws/eks/prod/cluster",
      destinationArn: stream,
      filterPattern: '{ $.apiVersion = "audit.k8s.io/*" }',
      roleArn: "arn:aws:iam::123456789012:role/role-1",
    });
  });

  it("NSA-LOG-23: rings when the archive gets nothing, or late", async () => {
    const resources = archived;
    const [silent, late] = ["prod-archive-silent", "prod-archive-late"].map((name) => {
      const { alarmDescription, ...alarm } = inputsOf(resources, "MetricAlarm", name);
      assert.deepEqual(alarm.dimensions, { DeliveryStreamName: "archive-1" });
      return [alarm.metricName, alarm.comparisonOperator, alarm.threshold, alarm.treatMissingData];
    });
    assert.deepEqual(silent, ["IncomingRecords", "LessThanThreshold", 1, "breaching"]);
    assert.deepEqual(late, ["DeliveryToS3.DataFreshness", "GreaterThanThreshold", 1800, "notBreaching"]);
  });

  it("NSA-LOG-13: protects the archive until told otherwise", async () => {
    const archive = { keyArn: KEY };
    assert.equal((await optionsOf({ archive })).get("Bucket prod-archive")?.protect, true);
    const options = await optionsOf({ archive, deletionProtection: false });
    assert.equal(options.get("Bucket prod-archive")?.protect, false);
  });

  it("NSA-LOG-04: sends the audit log, or all, to what there is already", async () => {
    const destination = {
      arn: "arn:aws:kinesis:eu-central-1:123456789012:stream/siem",
      roleArn: "arn:aws:iam::123456789012:role/siem",
    };
    const resources = await recorded({ destination, shippedLogs: ShippedLogs.Everything });
    assert.deepEqual(inputsOf(resources, "LogSubscriptionFilter", "prod-destination"), {
      logGroup: "/aws/eks/prod/cluster",
      destinationArn: destination.arn,
      roleArn: destination.roleArn,
      filterPattern: "",
    });
    assert.deepEqual(namesOf(resources, "Role"), []);
    const account = "arn:aws:logs:eu-central-1:210987654321:destination:siem";
    const far = await recorded({ destination: { arn: account } });
    assert.equal(inputsOf(far, "LogSubscriptionFilter", "prod-destination").destinationArn, account);
  });

  const refused: readonly [args: Partial<AuditTrailArgs>, message: RegExp][] = [
    [{ clusterName: "-prod" }, /^clusterName: must .*, got "-prod"$/],
    [{ logGroupName: "a b" }, /^logGroupName: must .*, got "a b"$/],
    [{ alarmTopicArns: [] }, /^alarmTopicArns: must name one to five topics, got 0$/],
    [{ alarmTopicArns: Array(6).fill(TOPIC) }, /^alarmTopicArns: must name one to five topics, got 6$/],
    [{ alarmTopicArns: [`${TOPIC}.fifo`] }, /^alarmTopicArns\[0\]: must be an ARN/],
    [{ disabledAlarms: ["secret-reads" as AuditAlarm] }, /^disabledAlarms\[0\]: must be one of anonymous-allowed/],
    [{ thresholds: { secrets: 1 } }, /^thresholds: must be one of anonymous-allowed/],
    [{ thresholds: { denied: 0 } }, /^thresholds.denied: must be a whole number/],
    [{ automation: ["*"] }, /^automation\[0\]: must be one name/],
    [{ automation: ["system:serviceaccount:*"] }, /^automation\[0\]: must be one name/],
    [{ automation: ["arn:aws:sts::123456789012:assumed-role/*"] }, /^automation\[0\]: must be one name/],
    [{ automation: ['a" || ($.verb = "get'] }, /^automation\[0\]: must be one name/],
    [{ automation: Array(20).fill("a-name-of-some-length") }, /^[a-z-]+: must be a filter pattern of at most 1024/],
    [{ expectedSourceCidrs: [] }, /^expectedSourceCidrs: must name one block or more/],
    [{ expectedSourceCidrs: ["10.0.0.0/12"] }, /^expectedSourceCidrs\[0\]: must be an IPv4 block of \/8/],
    [{ expectedSourceCidrs: ["10.1.0.0/8"] }, /^expectedSourceCidrs\[0\]: must have no bits set/],
    [{ expectedSourceCidrs: ["fd00::/8"] }, /^expectedSourceCidrs\[0\]: must be an IPv4 block/],
    [{ archive: { keyArn: "alias/logs" } }, /^archive.keyArn: must be an ARN/],
    [{ archive: { keyArn: KEY, lockDays: 0 } }, /^archive.lockDays: must be a whole number/],
    [
      { archive: { keyArn: KEY, lockDays: 30, expireAfterDays: 29 } },
      /^archive.expireAfterDays: must be at least the 30/,
    ],
    [{ archive: { keyArn: KEY, lock: "NONE" as ArchiveLock } }, /^archive.lock: must be one of GOVERNANCE, COMPLIANCE/],
    [{ shippedLogs: "none" as ShippedLogs }, /^shippedLogs: must be one of audit, everything/],
    [
      { destination: { arn: "arn:aws:sqs:eu-central-1:123456789012:q" } },
      /^destination.arn: must be an ARN of a Kinesis/,
    ],
    [
      { destination: { arn: "arn:aws:firehose:eu-central-1:123456789012:deliverystream/siem" } },
      /^destination.roleArn: must name the role/,
    ],
  ];
  it("refuses what AWS would refuse later, or what would blind it", async () => {
    for (const [args, message] of refused)
      await assert.rejects(
        async () => await recorded(args),
        ({ message: got }: Error) => message.test(got) || assert.fail(`${JSON.stringify(args)}: ${got}`),
      );
  });
});
