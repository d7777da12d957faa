import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "./args.js";
import { labelsOf, podSpec } from "./pod.js";

/** When a Job gives up. */
export interface JobLimits {
  /** Failures after which it gives up. @default 3 */
  backoffLimit?: number;
  /** Seconds after which it is ended, retries included. @default 3600 */
  activeDeadlineSeconds?: number;
}

/** What batch/v1 JobSpec says of a workload. */
export function jobSpec(name: string, args: WorkloadArgs & JobLimits, serviceAccountName: pulumi.Input<string>) {
  const { backoffLimit = 3, activeDeadlineSeconds = 3600 } = args;
  return {
    backoffLimit,
    activeDeadlineSeconds,
    template: {
      metadata: { labels: labelsOf(name) },
      // A failed pod stays, so that its log does.
      spec: { ...podSpec(name, args, serviceAccountName), restartPolicy: "Never" },
    },
  };
}

export function checkJobLimits({ backoffLimit = 0, activeDeadlineSeconds = 1 }: JobLimits): void {
  if (!Number.isInteger(backoffLimit) || backoffLimit < 0)
    throw new Error(`backoffLimit: must be a whole number, 0 or more, got ${backoffLimit}`);
  if (!Number.isInteger(activeDeadlineSeconds) || activeDeadlineSeconds < 1)
    throw new Error(`activeDeadlineSeconds: must be a whole number, 1 or more, got ${activeDeadlineSeconds}`);
}
