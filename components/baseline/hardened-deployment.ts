import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { refuse, wholeNumberFor } from "../refusal.js";
import { checkedLabels, nameFor } from "./labels.js";
import type { ServerArgs } from "./workload/arguments.js";
import { createDisruptionBudget, createService } from "./workload/availability.js";
import { checkedNamespace, createGuards } from "./workload/guards.js";
import { exemptLoosened } from "./workload/loosening.js";
import { checkWorkloadName, objectNameFor } from "./workload/object-name.js";
import { labelsOf, serverTemplate } from "./workload/pod-template.js";

export type { ServerArgs, WorkloadArgs, WorkloadProbes, WorkloadResources } from "./workload/arguments.js";
export type { AddedCapabilities, EnvironmentSecrets, SecretKey } from "./workload/loosening.js";

export interface HardenedDeploymentArgs extends ServerArgs {
  /** Number of pods. @default 2 */
  replicas?: pulumi.Input<number>;
  /** Port of the Service, behind which is `port`, the container's. @default `port` */
  servicePort?: pulumi.Input<number>;
  /** Name of the Deployment; another one replaces it. @default the component's name */
  deploymentName?: pulumi.Input<string>;
  /** Name of the Service; another one replaces it. @default the component's name */
  serviceName?: pulumi.Input<string>;
  /**
   * Labels by which the pods are found, for a Deployment that is there: others replace it. The pods have the usual one as
   * well, and the Service changes after them. @default `app.kubernetes.io/name`, with the component's name
   */
  selector?: Record<string, pulumi.Input<string>>;
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
    if (args.port === undefined && (args.servicePort ?? args.serviceName) !== undefined)
      throw new Error("servicePort, serviceName: must not be given without port, for there is no Service then");
    const replicas = checkedInput(args.replicas ?? 2, wholeNumberFor("replicas", 0, 10_000));
    const pods = args.selector === undefined ? labelsOf(name) : checkedSelector(args.selector);
    const deploymentName = checkedInput(args.deploymentName ?? name, objectNameFor("deploymentName"));
    const template = serverTemplate(name, args, undefined, pods);

    const guards = createGuards(this, name, namespace, args, pods);
    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: { name: deploymentName, namespace, labels: labelsOf(name) },
        spec: { replicas, revisionHistoryLimit: 3, selector: { matchLabels: pods }, template },
      },
      { parent: this, dependsOn: guards.all },
    );
    exemptLoosened(deployment, args);
    createDisruptionBudget(this, name, namespace, pods);
    if (args.port !== undefined)
      createService(this, name, namespace, {
        ...{ headless: false, replicas, pods },
        port: checkedInput(args.servicePort ?? args.port, wholeNumberFor("servicePort", 1, 65_535)),
        objectName: checkedInput(args.serviceName ?? name, nameFor("serviceName")),
        // The pods of a Deployment that is there may lack the name of the port until they are replaced.
        after: args.selector === undefined ? [] : [deployment],
      });

    this.deploymentName = deployment.metadata.name;
    this.serviceAccountName = guards.account.metadata.name;
    this.registerOutputs({ deploymentName: this.deploymentName, serviceAccountName: this.serviceAccountName });
  }
}

function checkedSelector(selector: Record<string, pulumi.Input<string>>): pulumi.Output<Record<string, string>> {
  // Without a label it would find every pod of the namespace.
  if (Object.keys(selector).length === 0) refuse("selector", "have at least one label", selector);
  return checkedLabels("selector", selector);
}
