import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelsOf, type PodLabels } from "./pod-template.js";

/**
 * One pod at a time may be taken away on purpose. Of a single replica too: a budget that forbids it would keep its node
 * from being drained, as would pods that never become ready.
 */
export function createDisruptionBudget(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  pods: PodLabels = labelsOf(name),
): kubernetes.policy.v1.PodDisruptionBudget {
  return new kubernetes.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    {
      metadata: { name, namespace },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: pods },
      },
    },
    { parent },
  );
}

/** What a Service is besides its pods and its port. */
export interface ServiceShape {
  /** The addresses of the pods instead of one of its own. */
  readonly headless: boolean;
  /** How many pods there are. */
  readonly replicas: pulumi.Output<number>;
  /** Absent for a Service by which pods only have names. */
  readonly port?: pulumi.Input<number> | undefined;
  /** @default the workload's */
  readonly objectName?: pulumi.Input<string>;
  /** Labels of its pods. @default the usual ones */
  readonly pods?: PodLabels;
  /** What it waits for. @default nothing */
  readonly after?: pulumi.Resource[];
}

/** An address inside the cluster (ClusterIP), by default of the workload's name. */
export function createService(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  { headless, replicas, port, objectName = name, pods = labelsOf(name), after = [] }: ServiceShape,
): kubernetes.core.v1.Service {
  return new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      metadata: {
        name: objectName,
        namespace,
        labels: labelsOf(name),
        // Without pods there is no endpoint to wait for.
        annotations: replicas.apply(
          (count): Record<string, string> => (count === 0 ? { "pulumi.com/skipAwait": "ready" } : {}),
        ),
      },
      spec: {
        type: "ClusterIP",
        ...(headless ? { clusterIP: "None" } : {}),
        selector: pods,
        ...(port === undefined ? {} : { ports: [{ name: "main", port, targetPort: "main" }] }),
      },
    },
    { parent, dependsOn: after },
  );
}
