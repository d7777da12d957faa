import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { wholeNumberFor } from "../refusal.js";
import type { WorkloadArgs } from "./workload/arguments.js";
import { checkedNamespace, createGuards } from "./workload/guards.js";
import { exemptLoosened } from "./workload/loosening.js";
import { checkWorkloadName } from "./workload/object-name.js";
import { batchTemplate, labelsOf } from "./workload/pod-template.js";
import { checkSchedule, checkTimeZone } from "./workload/schedule.js";

export interface HardenedCronJobArgs extends WorkloadArgs {
  /** When to run: minute, hour, day of month, month, day of week, e.g. `15 3 * * *`; or `@daily` and its like. */
  schedule: pulumi.Input<string>;
  /** Name of the time zone in which the schedule is meant, e.g. `Europe/Berlin`. @default "Etc/UTC" */
  timeZone?: pulumi.Input<string>;
  /** Seconds after which a run is ended and has failed. @default 3600 */
  deadlineSeconds?: pulumi.Input<number>;
  /** How often a failed pod of a run is tried again. @default 2 */
  retries?: pulumi.Input<number>;
}

/** How late a run may begin; a controller that was away longer than a hundred runs would else never begin again. */
const STARTING_DEADLINE_SECONDS = 300;

/**
 * A CronJob, hardened as HardenedDeployment is: one run at a time, which ends at a deadline; the last three are kept.
 *
 * ```ts
 * new HardenedCronJob("report", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/report:2.0.1",
 *   schedule: "15 3 * * *",
 *   flows: [allowTo({ labels: { "app.kubernetes.io/name": "database" } }, 5432)],
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
    checkWorkloadName(name, 52);
    const namespace = checkedNamespace(args);
    const spec = cronJobSpec(name, args);

    const guards = createGuards(this, name, namespace, args);
    const cronJob = new kubernetes.batch.v1.CronJob(
      `${name}-cron-job`,
      { metadata: { name, namespace, labels: labelsOf(name) }, spec },
      { parent: this, dependsOn: guards.all },
    );
    exemptLoosened(cronJob, args);

    this.cronJobName = cronJob.metadata.name;
    this.serviceAccountName = guards.account.metadata.name;
    this.registerOutputs({ cronJobName: this.cronJobName, serviceAccountName: this.serviceAccountName });
  }
}

function cronJobSpec(name: string, args: HardenedCronJobArgs) {
  const { schedule, timeZone = "Etc/UTC", deadlineSeconds = 3600, retries = 2 } = args;
  return {
    schedule: checkedInput(schedule, checkSchedule),
    timeZone: checkedInput(timeZone, checkTimeZone),
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: checkedInput(retries, wholeNumberFor("retries", 0, 100)),
        activeDeadlineSeconds: checkedInput(deadlineSeconds, wholeNumberFor("deadlineSeconds", 1, 604_800)),
        template: batchTemplate(name, args),
      },
    },
  };
}
