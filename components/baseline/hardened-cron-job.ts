import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import type { WorkloadArgs } from "./workload/args.js";
import { checkWorkload } from "./workload/checks.js";
import { checkJobLimits, type JobLimits, jobSpec } from "./workload/job.js";
import { exemptLoosened } from "./workload/loosening.js";
import { labelsOf } from "./workload/pod.js";
import { createAccount, createNetworkRules, namespaceOf } from "./workload/surroundings.js";

/** What happens when it is time for a run and the last one still goes on. */
export enum Concurrency {
  /** The new run does not begin. */
  Forbid = "Forbid",
  /** The old run is ended. */
  Replace = "Replace",
  /** Both go on. */
  Allow = "Allow",
}

export interface HardenedCronJobArgs extends WorkloadArgs, JobLimits {
  /** Minute, hour, day of month, month, day of week, e.g. `30 2 * * *`; or `@daily` and the like. */
  schedule: pulumi.Input<string>;
  /** Time zone of the schedule, e.g. `Europe/Berlin`. @default "Etc/UTC" */
  timeZone?: pulumi.Input<string>;
  /** @default Concurrency.Forbid */
  concurrency?: Concurrency;
  /** Keep the schedule, but begin no run. @default false */
  suspend?: pulumi.Input<boolean>;
}

/**
 * A CronJob as hardened as a HardenedDeployment, one run at a time, each of which ends after a time and a number of
 * failures; three runs that went well and three that did not stay to look at.
 *
 * ```ts
 * new HardenedCronJob("report", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/report:2.0.1",
 *   schedule: "30 2 * * *",
 * });
 * ```
 */
export class HardenedCronJob extends pulumi.ComponentResource {
  /** Name of the CronJob. */
  readonly cronJobName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedCronJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedCronJob", name, args, opts);
    checkWorkload(name, args);
    checkJobLimits(args);
    checkConcurrency(args.concurrency);
    const account = createAccount(this, name, args);
    createNetworkRules(this, name, args);
    const cronJob = exemptLoosened(createCronJob(this, name, account.metadata.name, args), args);
    this.cronJobName = cronJob.metadata.name;
    this.serviceAccountName = account.metadata.name;
    this.registerOutputs({ cronJobName: this.cronJobName, serviceAccountName: this.serviceAccountName });
  }
}

function createCronJob(
  parent: pulumi.Resource,
  name: string,
  serviceAccountName: pulumi.Output<string>,
  args: HardenedCronJobArgs,
): kubernetes.batch.v1.CronJob {
  const { schedule, timeZone = "Etc/UTC", concurrency = Concurrency.Forbid, suspend = false } = args;
  return new kubernetes.batch.v1.CronJob(
    `${name}-cron-job`,
    {
      metadata: { name, namespace: namespaceOf(args), labels: labelsOf(name) },
      spec: {
        schedule: checkedInput(schedule, checkSchedule),
        timeZone,
        concurrencyPolicy: concurrency,
        suspend,
        // A scheduler that was away for hours must not begin what nobody waits for any more.
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels: labelsOf(name) }, spec: jobSpec(name, args, serviceAccountName) },
      },
    },
    { parent },
  );
}

/** What is plainly none; the API server judges the rest, in preview. */
function checkSchedule(schedule: string): string {
  const fields = schedule.trim().split(/\s+/);
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule)) return schedule;
  if (fields.length === 5 && fields.every((field) => /^[-0-9A-Za-z*,/?]+$/.test(field))) return schedule;
  throw new Error(`schedule: must have five fields such as "30 2 * * *", without a time zone, got "${schedule}"`);
}

function checkConcurrency(concurrency = Concurrency.Forbid): void {
  const values = Object.values(Concurrency);
  if (!values.includes(concurrency))
    throw new Error(`concurrency: must be one of ${values.join(", ")}, got "${concurrency}"`);
}
