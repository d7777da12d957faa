import assert from "node:assert/strict";
import * as eks from "../../../../components/eks/index.js";
import { describeWithTools } from "../../../support/tiers.js";
import { ACCOUNT, BOUNDARY, HardenedProject, OTHER_ADMINISTRATOR } from "./hardened-project.js";

type Args = eks.HardenedEksArgs;
const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:security`;

/** Another value of every input that can be changed for good; all of them at once change no less than one alone. */
const CHANGES: Omit<Required<Args>, keyof typeof ALONE | keyof typeof REPLACING> = {
  access: {
    developers: {
      principalArn: `arn:aws:iam::${ACCOUNT}:role/developers`,
      policies: [{ policy: eks.AccessPolicy.Edit, namespaces: ["shop"] }],
    },
  },
  addonVersions: { coredns: "v1.13.2-eksbuild.1" },
  administrators: [OTHER_ADMINISTRATOR],
  alarmTopicArns: [TOPIC],
  allowPublicEndpoint: { cidrs: ["203.0.113.0/24"] },
  auditArchive: {},
  breakGlassRoleArn: `arn:aws:iam::${ACCOUNT}:role/emergency`,
  controlPlaneEgress: eks.ControlPlaneEgress.CustomerRouted,
  disabledAlarms: [eks.AuditAlarm.SecretRead],
  egress: { network: { cidr: "10.0.0.0/16" } },
  eventTtl: "30m",
  logRetentionInDays: 90,
  network: { cidr: "10.0.0.0/16", publicSubnets: true, internetAccess: eks.InternetAccess.SingleNatGateway },
  nodeGroups: { workers: { maxSize: 9 }, more: {} },
  nodePorts: { from: 31_000, to: 31_100 },
  omitLogs: [eks.ClusterLog.Scheduler],
  omitThreatDetection: true,
  permissionsBoundary: BOUNDARY,
  retainLogs: true,
  tags: { team: "platform" },
  terminatedPodGcThreshold: 100,
  threatDetection: { minimumSeverity: 4 },
  version: "1.36",
  versionSupport: eks.VersionSupport.Extended,
  webhookPorts: [9443],
  zonalShift: false,
};

/** Those that exclude others. */
const ALONE = {
  adoptLogGroup: true,
  autoMode: true,
} satisfies Partial<Args>;

/** Those that make another cluster, and are refused while it is protected; `deletionProtection` is the permission. */
const REPLACING = {
  clusterName: "other",
  serviceCidr: "172.21.0.0/16",
  deletionProtection: true,
} satisfies Partial<Args>;

/** What must outlive every change: a cluster, keys, the log group of the cluster. */
const KEPT = [
  "aws:eks/cluster:Cluster::prod-cluster-cluster",
  "aws:cloudwatch/logGroup:LogGroup::prod-cluster-logs",
  ...["secrets", "volumes", "logs", "registry"].map((name) => `aws:kms/key:Key::prod-keys-${name}-key`),
];

describeWithTools("HardenedEks under changes of its inputs", function () {
  this.timeout(300_000);
  let project: HardenedProject;
  before(async () => {
    project = await HardenedProject.create();
    await project.up({ version: "1.35" });
  });
  after(() => project.close());

  const made = (): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const operation of project.aws.operations("create", "delete"))
      if (KEPT.includes(operation)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return counts;
  };
  const once = new Map(KEPT.map((operation) => [operation, 1]));

  for (const [input, value] of Object.entries(REPLACING).filter(([name]) => name !== "deletionProtection"))
    it(`refuses another ${input} in preview already, while the cluster is protected`, async () => {
      const output = await project.refused({ version: "1.35", [input]: value });
      assert.match(
        output,
        /unable to replace resource ".*Cluster::prod-cluster-cluster"\s+as it is currently marked for protection/,
      );
    });

  for (const [input, value] of Object.entries(ALONE))
    it(`keeps the cluster, the keys and the log group when ${input} changes`, async () => {
      await project.up({ version: "1.35", [input]: value });
      assert.deepEqual(made(), once);
    });

  it("keeps the cluster, the keys and the log group when everything else changes, there and back", async () => {
    await project.up(CHANGES);
    // Neither way back is there: AWS takes no egress back without another cluster, nor we an archive under protection.
    const { controlPlaneEgress, auditArchive, version } = CHANGES;
    await project.up({ controlPlaneEgress, auditArchive, version });
    assert.deepEqual(made(), once);
    assert.ok(project.aws.operations("update").includes(KEPT[0] ?? ""));
  });
});
