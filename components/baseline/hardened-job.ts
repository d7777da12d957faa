import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { wholeNumberFor } from "../refusal.js";
import type { WorkloadArgs } from "./workload/arguments.js";
import { checkedNamespace, createGuards } from "./workload/guards.js";
import { exemptLoosened } from "./workload/loosening.js";
import { checkWorkloadName } from "./workload/object-name.js";
import { batchTemplate, labelsOf } from "./workload/pod-template.js";

export interface HardenedJobArgs extends WorkloadArgs {
  /** Seconds after which the job is ended and has failed; `pulumi up` waits as long. @default 600 */
  deadlineSeconds?: pulumi.Input<number>;
  /** How often a failed pod is tried again. @default 2 */
  retries?: pulumi.Input<number>;
  /**
   * Seconds after its end when the cluster deletes the job. `pulumi refresh` then finds it gone, and the next
   * `pulumi up` runs it again. @default kept until `pulumi destroy`
   */
  ttlSecondsAfterFinished?: pulumi.Input<number>;
}

/**
 * A Job, hardened as HardenedDeployment is, that runs once. A change of image, arguments or environment replaces it: the
 * old one is deleted with its pods, then the new one runs. `pulumi up` succeeds when the job does.
 *
 * ```ts
 * new HardenedJob("migration", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/shop:1.4.2",
 *   args: ["migrate"],
 *   flows: [allowTo({ labels: { "app.kubernetes.io/name": "database" } }, 5432)],
 * });
 * ```
 */
export class HardenedJob extends pulumi.ComponentResource {
  /** Name of the Job, known once it has succeeded. */
  readonly jobName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedJob", name, args, opts);
    checkWorkloadName(name, 63);
    const namespace = checkedNamespace(args);
    const spec = jobSpec(name, args);

    const guards = createGuards(this, name, namespace, args);
    const timeout = spec.activeDeadlineSeconds.apply((seconds) => String(seconds + 60));
    const job = new kubernetes.batch.v1.Job(
      `${name}-job`,
      {
        metadata: { name, namespace, labels: labelsOf(name), annotations: { "pulumi.com/timeoutSeconds": timeout } },
        spec,
      },
      // The API server lets no template change; two jobs of one name there cannot be.
      { parent: this, dependsOn: guards.all, replaceOnChanges: ["spec.template"], deleteBeforeReplace: true },
    );
    exemptLoosened(job, args);

    this.jobName = job.metadata.name;
    this.serviceAccountName = guards.account.metadata.name;
    this.registerOutputs({ jobName: this.jobName, serviceAccountName: this.serviceAccountName });
  }
}

function jobSpec(name: string, args: HardenedJobArgs) {
  const { deadlineSeconds = 600, retries = 2, ttlSecondsAfterFinished: ttl } = args;
  return {
    backoffLimit: checkedInput(retries, wholeNumberFor("retries", 0, 100)),
    activeDeadlineSeconds: checkedInput(deadlineSeconds, wholeNumberFor("deadlineSeconds", 1, 604_800)),
    ...(ttl === undefined
      ? {}
      : { ttlSecondsAfterFinished: checkedInput(ttl, wholeNumberFor("ttlSecondsAfterFinished", 0, 2 ** 31 - 1)) }),
    template: batchTemplate(name, args),
  };
}
