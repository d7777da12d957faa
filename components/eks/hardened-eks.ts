import * as pulumi from "@pulumi/pulumi";
import { oneOf, refuse } from "../refusal.js";
import { Access, type AccessEntry } from "./access.js";
import { accountOf } from "./account.js";
import { Addons, ClusterAddon } from "./addons.js";
import { type AuditAlarm, type AuditArchiveChoice, AuditTrail } from "./audit-trail.js";
import { BreakGlass } from "./break-glass.js";
import { Cluster, type ClusterChoice, ClusterLog } from "./cluster.js";
import { ClusterNetwork, InternetAccess, type NetworkChoice } from "./cluster-network.js";
import { createAlarmTopic } from "./hardened-eks/alarm-topic.js";
import { createNodes } from "./hardened-eks/nodes.js";
import { KeyRing } from "./key-ring.js";
import { NETWORK_ADDONS, NetworkAddons } from "./network-addons.js";
import type { NodeChoice, NodeEgress } from "./node-group.js";
import { ThreatDetection, type ThreatDetectionChoice } from "./threat-detection.js";

export interface HardenedEksArgs extends ClusterChoice {
  /** A network to be made (`cidr`), or one that is there (`vpcId` and `privateSubnetIds`). */
  network: NetworkChoice;
  /** Groups of nodes by names of your own; plain. None in Auto Mode. @default workers: 2 to 6 nodes of 2 CPU and 8 GiB */
  nodeGroups?: Record<string, NodeChoice>;
  /** Where nodes and pods may connect to, see NodeGroup; plain. @default HTTPS to everywhere; without internet, to AWS's endpoints */
  egress?: Record<string, NodeEgress>;
  /** Ports on which the API server calls webhooks and aggregated APIs; plain. @default 4443, 8443, 9443, 10251 */
  webhookPorts?: number[];
  /** Who else may use the cluster, by names of your own, see Access. @default only the administrators */
  access?: Record<string, AccessEntry>;
  /** ARN of a role for emergencies: an administrator whose every use rings an alarm. @default none */
  breakGlassRoleArn?: pulumi.Input<string>;
  /** Versions of add-ons by their names. @default those that this release knows for the Kubernetes version */
  addonVersions?: Record<string, pulumi.Input<string>>;
  /** ARNs of one to five SNS topics for alarms and findings. @default a topic that is made; subscribe to `alarmTopicArns` */
  alarmTopicArns?: pulumi.Input<string>[];
  /** Alarms that are not made, see AuditTrail. @default none */
  disabledAlarms?: AuditAlarm[];
  /** Keeps the audit log in S3 where nobody can delete it, see AuditTrail. @default none */
  auditArchive?: AuditArchiveChoice;
  /** What is watched for threats, see ThreatDetection. @default a new GuardDuty detector, and Inspector on images and instances */
  threatDetection?: ThreatDetectionChoice;
  /** Leaves threats to whoever looks after the account; plain. @default false */
  omitThreatDetection?: boolean;
}

/**
 * A hardened cluster on EKS, whole: keys, network, control plane, nodes, add-ons, alarms, detection of threats. It takes
 * two inputs; everything else is an input with a safe default, and every part is a component of its own.
 *
 * ```ts
 * const eks = new HardenedEks("prod", {
 *   administrators: ["arn:aws:iam::123456789012:role/platform-admins"],
 *   network: { cidr: "10.0.0.0/16" },
 * });
 * export const kubeconfig = eks.kubeconfig;
 * ```
 *
 * @cost about 330 USD a month with the defaults, before traffic and logs; what costs what, and how to spend less:
 *  docs/eks.md
 */
export class HardenedEks extends pulumi.ComponentResource {
  /** Known once an administrator can get in. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Output<string>;
  /** JSON; tokens come from `aws eks get-token` at use, so it holds no secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes version of the control plane. */
  readonly version: pulumi.Output<string>;
  /** Issuer of the service accounts' tokens, for WorkloadIdentity by web identity. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** Name of the log group of the control plane, for BreakGlass and AuditTrail. */
  readonly logGroupName: pulumi.Output<string>;
  /** Group that EKS makes for the control plane; in Auto Mode nodes are in it. */
  readonly clusterSecurityGroupId: pulumi.Output<string>;
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets of the nodes. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Key of volumes, for EncryptedStorageClass and AutoModeNodes. */
  readonly volumesKeyArn: pulumi.Output<string>;
  /** Key of images, for Registry. */
  readonly registryKeyArn: pulumi.Output<string>;
  /** Topics that alarms and findings go to. */
  readonly alarmTopicArns: pulumi.Output<string[]>;

  constructor(name: string, args: HardenedEksArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedEks", name, args, opts);
    const { tags } = args;
    const child = { parent: this };
    const keys = createKeys(child, name, args);
    const network = createNetwork(child, name, args, keys);
    const cluster = createCluster(child, name, args, keys, network);
    createCompute(child, name, args, { keys, network, cluster });
    const alarmTopicArns = args.alarmTopicArns ?? [
      createAlarmTopic(this, name, accountOf(this), keys.logsKeyArn, tags),
    ];
    createWatch(child, name, args, { keys, cluster, alarmTopicArns });
    if (args.access !== undefined)
      new Access(`${name}-access`, { clusterName: cluster.clusterName, entries: args.access, tags }, child);

    this.clusterName = cluster.clusterName;
    this.clusterArn = cluster.clusterArn;
    this.kubeconfig = cluster.kubeconfig;
    this.version = cluster.version;
    this.oidcIssuer = cluster.oidcIssuer;
    this.logGroupName = cluster.logGroupName;
    this.clusterSecurityGroupId = cluster.clusterSecurityGroupId;
    this.vpcId = network.vpcId;
    this.privateSubnetIds = network.privateSubnetIds;
    this.volumesKeyArn = keys.volumesKeyArn;
    this.registryKeyArn = keys.registryKeyArn;
    this.alarmTopicArns = pulumi.all(alarmTopicArns.map((arn) => pulumi.output(arn)));
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      kubeconfig: this.kubeconfig,
      version: this.version,
      oidcIssuer: this.oidcIssuer,
      logGroupName: this.logGroupName,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      volumesKeyArn: this.volumesKeyArn,
      registryKeyArn: this.registryKeyArn,
      alarmTopicArns: this.alarmTopicArns,
    });
  }
}

/** Where a part is made. */
interface Child {
  readonly parent: pulumi.Resource;
}

const createKeys = (child: Child, name: string, args: HardenedEksArgs): KeyRing =>
  new KeyRing(
    `${name}-keys`,
    {
      clusterName: args.clusterName ?? name,
      administrators: args.administrators,
      deletionProtection: args.deletionProtection,
      tags: args.tags,
    },
    child,
  );

const createNetwork = (child: Child, name: string, args: HardenedEksArgs, keys: KeyRing): ClusterNetwork =>
  new ClusterNetwork(
    `${name}-network`,
    {
      ...args.network,
      clusterName: args.clusterName ?? name,
      serviceCidr: args.serviceCidr,
      logsKeyArn: keys.logsKeyArn,
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    },
    child,
  );

function createCluster(
  child: Child,
  name: string,
  args: HardenedEksArgs,
  keys: KeyRing,
  network: ClusterNetwork,
): Cluster {
  const choice = clusterChoice(args);
  return new Cluster(
    `${name}-cluster`,
    {
      ...choice,
      clusterName: args.clusterName ?? name,
      subnetIds: network.controlPlaneSubnetIds,
      secretsKeyArn: keys.secretsKeyArn,
      logsKeyArn: keys.logsKeyArn,
      ...(args.autoMode ? { volumesKeyArn: keys.volumesKeyArn } : {}),
    },
    child,
  );
}

/** What `args` say of the cluster itself. */
function clusterChoice({
  network: _network,
  nodeGroups: _nodeGroups,
  egress: _egress,
  webhookPorts: _webhookPorts,
  access: _access,
  breakGlassRoleArn: _breakGlassRoleArn,
  addonVersions: _addonVersions,
  alarmTopicArns: _alarmTopicArns,
  disabledAlarms: _disabledAlarms,
  auditArchive: _auditArchive,
  threatDetection: _threatDetection,
  omitThreatDetection: _omitThreatDetection,
  ...choice
}: HardenedEksArgs): ClusterChoice {
  return choice;
}

/** What the parts are made of that come after the cluster. */
interface Made {
  readonly keys: KeyRing;
  readonly network: ClusterNetwork;
  readonly cluster: Cluster;
}

/** Network add-ons, then nodes, then the add-ons that run on nodes; in Auto Mode AWS has the first two. */
function createCompute(child: Child, name: string, args: HardenedEksArgs, { keys, network, cluster }: Made): void {
  const { autoMode = false, permissionsBoundary, tags, nodeGroups } = args;
  if (autoMode && nodeGroups !== undefined)
    refuse("nodeGroups", "be left out in Auto Mode, whose nodes are made by AutoModeNodes", Object.keys(nodeGroups));
  if (nodeGroups !== undefined && Object.keys(nodeGroups).length === 0)
    refuse("nodeGroups", "have at least one group, or be left out", nodeGroups);
  const common = {
    clusterName: cluster.clusterName,
    version: cluster.version,
    permissionsBoundary,
    tags,
  };
  const versions = addonVersions(args.addonVersions);
  if (autoMode) return;
  const networkAddons = new NetworkAddons(`${name}-network-addons`, { ...common, versions: versions.network }, child);
  const nodes = createNodes(child.parent, name, {
    nodeGroups: nodeGroups ?? { workers: {} },
    egress: args.egress,
    webhookPorts: args.webhookPorts,
    cluster,
    network,
    hasInternet: args.network.internetAccess !== InternetAccess.None,
    volumesKeyArn: keys.volumesKeyArn,
    permissionsBoundary,
    tags,
    after: [networkAddons],
  });
  new Addons(
    `${name}-addons`,
    { ...common, versions: versions.cluster, volumesKeyArn: keys.volumesKeyArn },
    { ...child, dependsOn: nodes },
  );
}

/** The versions by the component that has the add-on. */
function addonVersions(given: Readonly<Record<string, pulumi.Input<string>>> = {}) {
  const all = [...NETWORK_ADDONS, ...Object.values(ClusterAddon)];
  for (const addon of Object.keys(given)) oneOf("addonVersions", addon, all);
  const those = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(given).filter(([addon]) => names.includes(addon)));
  return { network: those(NETWORK_ADDONS), cluster: those(Object.values(ClusterAddon)) };
}

/** What looks at the cluster, and tells. */
function createWatch(
  child: Child,
  name: string,
  args: HardenedEksArgs,
  { keys, cluster, alarmTopicArns }: Pick<Made, "keys" | "cluster"> & { alarmTopicArns: pulumi.Input<string>[] },
): void {
  const { breakGlassRoleArn, threatDetection = {}, omitThreatDetection = false, permissionsBoundary, tags } = args;
  const clusterName = args.clusterName ?? name;
  const { logGroupName } = cluster;
  if (args.omitLogs?.includes(ClusterLog.Audit) !== true)
    new AuditTrail(
      `${name}-audit`,
      {
        clusterName,
        logGroupName,
        alarmTopicArns,
        disabledAlarms: args.disabledAlarms,
        ...(args.auditArchive === undefined ? {} : { archive: { ...args.auditArchive, keyArn: keys.logsKeyArn } }),
        deletionProtection: args.deletionProtection,
        permissionsBoundary,
        tags,
      },
      child,
    );
  if (breakGlassRoleArn !== undefined)
    new BreakGlass(
      `${name}-break-glass`,
      { clusterName: cluster.clusterName, principalArn: breakGlassRoleArn, logGroupName, alarmTopicArns, tags },
      child,
    );
  const [findingsTopicArn] = alarmTopicArns;
  if (!omitThreatDetection && findingsTopicArn !== undefined)
    new ThreatDetection(`${name}-threats`, { ...threatDetection, findingsTopicArn, tags }, child);
}
