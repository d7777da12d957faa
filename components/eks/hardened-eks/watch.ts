import type * as pulumi from "@pulumi/pulumi";
import { AuditTrail } from "../audit-trail.js";
import { BreakGlass } from "../break-glass.js";
import { ClusterLog } from "../cluster.js";
import type { HardenedEksArgs } from "../hardened-eks.js";
import { ThreatDetection } from "../threat-detection.js";
import type { Child, Made } from "./made.js";

/** What looks at the cluster, and tells. */
export function createWatch(
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
