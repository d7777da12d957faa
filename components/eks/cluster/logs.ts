import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse } from "../../refusal.js";
import { logRetention } from "../log-retention.js";

/** Logs of the control plane, as `enabledClusterLogTypes` names them. */
export const ClusterLog = {
  /** What the API server itself reports. */
  Api: "api",
  /** Who did what by the API. */
  Audit: "audit",
  /** Which IAM principal became which user. */
  Authenticator: "authenticator",
  /** What the controllers report. */
  ControllerManager: "controllerManager",
  /** What the scheduler reports. */
  Scheduler: "scheduler",
} as const;
export type ClusterLog = (typeof ClusterLog)[keyof typeof ClusterLog];

export interface ClusterLogs {
  /**
   * Logs that are not written. What is not logged cannot be found out later; the audit log is what alarms read.
   * About 0.50 USD a GB are saved; a busy cluster writes some 10 GB a day, most of it audit.
   * @default none: all five are written
   */
  omitLogs?: ClusterLog[];
  /** Days, one of the values that CloudWatch has. @default 365 */
  logRetentionInDays?: pulumi.Input<number>;
  /**
   * Take over a log group that is there: EKS makes one anew when it writes the last lines of a cluster that was destroyed,
   * and a cluster of the same name then finds it in its place.
   * @default false
   */
  adoptLogGroup?: boolean;
  /** Keep the log group, with what it has, when the cluster is destroyed; the next one of the name adopts it. @default false */
  retainLogs?: boolean;
}

/** The logs that are written, in the order of the API. */
export function enabledLogs({ omitLogs = [] }: ClusterLogs): ClusterLog[] {
  const all = Object.values(ClusterLog);
  const omitted = omitLogs.map((log, index) => oneOf(`omitLogs[${index}]`, log, all));
  return all.filter((log) => !omitted.includes(log));
}

/** The group that EKS writes to, made before the cluster: EKS would make one without retention and without a key. */
export function createLogGroup(
  parent: pulumi.Resource,
  name: string,
  clusterName: pulumi.Input<string>,
  logsKeyArn: pulumi.Input<string>,
  args: ClusterLogs & { deletionProtection: boolean; tags?: pulumi.Input<Record<string, pulumi.Input<string>>> },
): aws.cloudwatch.LogGroup {
  const { logRetentionInDays = 365, adoptLogGroup = false, retainLogs = false, deletionProtection, tags } = args;
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`,
      retentionInDays: checkedInput(logRetentionInDays, logRetention("logRetentionInDays")),
      kmsKeyId: logsKeyArn,
      deletionProtectionEnabled: deletionProtection,
      tags,
    },
    {
      parent,
      protect: deletionProtection,
      retainOnDelete: retainLogs,
      ...(adoptLogGroup ? { import: adoptedName(clusterName) } : {}),
    },
  );
}

/** The engine reads what it takes over before anything is known that is made. */
const adoptedName = (clusterName: pulumi.Input<string>): string =>
  typeof clusterName === "string"
    ? `/aws/eks/${clusterName}/cluster`
    : refuse("adoptLogGroup", "be used with a clusterName that is a plain string", "an output");
