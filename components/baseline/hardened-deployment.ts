import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import type { ServerArgs } from "./workload/args.js";
import { checkServer, countFor } from "./workload/checks.js";
import { exemptLoosened } from "./workload/loosening.js";
import { labelsOf, podSpec, serverContainer, spreadOf } from "./workload/pod.js";
import {
  createAccount,
  createDisruptionBudget,
  createNetworkRules,
  createService,
  namespaceOf,
} from "./workload/surroundings.js";

export interface HardenedDeploymentArgs extends ServerArgs {
  /** Old ReplicaSets that are kept to go back to. @default 3 */
  revisionHistoryLimit?: pulumi.Input<number>;
}

/**
 * A Deployment that passes the restricted Pod Security Standard and what it lacks: read-only root with a writable
 * `/tmp`, no root user or group, no capabilities, no token, an account of its own, requests and limits, probes; with a
 * Service, a disruption budget, pods on different nodes and zones, and network rules for the flows that it states.
 *
 * ```ts
 * const web = new HardenedDeployment("web", { namespace: shop.namespaceName, image: "registry.example/web:1.4.2", port: 8080 });
 * ```
 */
export class HardenedDeployment extends pulumi.ComponentResource {
  /** Name of the Deployment. */
  readonly deploymentName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;
  /** Name of the Service, which listens on the container's port. */
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: HardenedDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedDeployment", name, args, opts);
    checkServer(name, args);
    const account = createAccount(this, name, args);
    const deployment = exemptLoosened(createDeployment(this, name, account.metadata.name, args), args);
    createDisruptionBudget(this, name, args);
    createNetworkRules(this, name, args);
    this.deploymentName = deployment.metadata.name;
    this.serviceAccountName = account.metadata.name;
    this.serviceName = createService(this, name, args, false).metadata.name;
    this.registerOutputs({
      deploymentName: this.deploymentName,
      serviceAccountName: this.serviceAccountName,
      serviceName: this.serviceName,
    });
  }
}

function createDeployment(
  parent: pulumi.Resource,
  name: string,
  serviceAccountName: pulumi.Output<string>,
  args: HardenedDeploymentArgs,
): kubernetes.apps.v1.Deployment {
  const { replicas = 2, revisionHistoryLimit = 3, terminationGracePeriodSeconds = 30 } = args;
  const labels = labelsOf(name);
  return new kubernetes.apps.v1.Deployment(
    `${name}-deployment`,
    {
      metadata: { name, namespace: namespaceOf(args), labels },
      spec: {
        replicas: checkedInput(replicas, countFor("replicas")),
        revisionHistoryLimit,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...podSpec(name, args, serviceAccountName, serverContainer(args)),
            topologySpreadConstraints: spreadOf(labels),
            terminationGracePeriodSeconds,
          },
        },
      },
    },
    { parent },
  );
}
