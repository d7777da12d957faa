import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { wholeNumberFor } from "../refusal.js";
import type { ServerArgs } from "./workload/arguments.js";
import { createDisruptionBudget, createService } from "./workload/availability.js";
import { checkedNamespace, createGuards } from "./workload/guards.js";
import { exemptLoosened } from "./workload/loosening.js";
import { checkWorkloadName } from "./workload/object-name.js";
import { labelsOf, serverTemplate } from "./workload/pod-template.js";

export type { ServerArgs, WorkloadArgs, WorkloadProbes, WorkloadResources } from "./workload/arguments.js";
export type { AddedCapabilities, EnvironmentSecrets, SecretKey } from "./workload/loosening.js";

export interface HardenedDeploymentArgs extends ServerArgs {
  /** Number of pods. @default 2 */
  replicas?: pulumi.Input<number>;
}

/**
 * A Deployment that passes the restricted Pod Security Standard and what it lacks: read-only root with a writable
 * `/tmp`, no root user or group, no capabilities, no token, an account of its own, requests and limits. Nobody reaches it
 * but by declared flows; a drain of nodes takes one pod at a time; zones and nodes share the pods.
 *
 * ```ts
 * const web = new HardenedDeployment("web", {
 *   namespace: shop.namespaceName,
 *   image: "registry.example/web:1.4.2",
 *   port: 8080,
 *   flows: [allowIngressController(IngressController.Traefik, 8080)],
 * });
 * ```
 */
export class HardenedDeployment extends pulumi.ComponentResource {
  /** Name of the Deployment, and of its Service where it has a port. */
  readonly deploymentName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedDeployment", name, args, opts);
    checkWorkloadName(name, 63);
    const namespace = checkedNamespace(args);
    const replicas = checkedInput(args.replicas ?? 2, wholeNumberFor("replicas", 0, 10_000));
    const template = serverTemplate(name, args);

    const guards = createGuards(this, name, namespace, args);
    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: { name, namespace, labels: labelsOf(name) },
        spec: { replicas, revisionHistoryLimit: 3, selector: { matchLabels: labelsOf(name) }, template },
      },
      { parent: this, dependsOn: guards.all },
    );
    exemptLoosened(deployment, args);
    createDisruptionBudget(this, name, namespace);
    if (args.port !== undefined) createService(this, name, namespace, { headless: false, replicas, port: args.port });

    this.deploymentName = deployment.metadata.name;
    this.serviceAccountName = guards.account.metadata.name;
    this.registerOutputs({ deploymentName: this.deploymentName, serviceAccountName: this.serviceAccountName });
  }
}
