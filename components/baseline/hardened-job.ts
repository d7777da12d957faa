import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "./workload/args.js";
import { checkWorkload } from "./workload/checks.js";
import { checkJobLimits, type JobLimits, jobSpec } from "./workload/job.js";
import { exemptLoosened } from "./workload/loosening.js";
import { labelsOf } from "./workload/pod.js";
import { createAccount, createNetworkRules, namespaceOf } from "./workload/surroundings.js";

export interface HardenedJobArgs extends WorkloadArgs, JobLimits {}

/**
 * A Job as hardened as a HardenedDeployment, that ends: after a time and a number of failures. A change of what it runs
 * makes a new one in its place, since the template of a Job cannot change. It stays when it is done, so that Pulumi does
 * not run it again.
 *
 * ```ts
 * new HardenedJob("migrate", { namespace: shop.namespaceName, image: "registry.example/migrate:1.4.2" });
 * ```
 */
export class HardenedJob extends pulumi.ComponentResource {
  /** Name of the Job. */
  readonly jobName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedJob", name, args, opts);
    checkWorkload(name, args);
    checkJobLimits(args);
    const account = createAccount(this, name, args);
    // Before the Job: its pods would begin without what they may talk to.
    createNetworkRules(this, name, args);
    const job = exemptLoosened(
      new kubernetes.batch.v1.Job(
        `${name}-job`,
        {
          metadata: { name, namespace: namespaceOf(args), labels: labelsOf(name) },
          spec: jobSpec(name, args, account.metadata.name),
        },
        // The new one has the name of the old.
        { parent: this, deleteBeforeReplace: true },
      ),
      args,
    );
    this.jobName = job.metadata.name;
    this.serviceAccountName = account.metadata.name;
    this.registerOutputs({ jobName: this.jobName, serviceAccountName: this.serviceAccountName });
  }
}
