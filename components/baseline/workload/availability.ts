import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelsOf } from "./pod-template.js";

/**
 * One pod at a time may be taken away on purpose. Of a single replica too: a budget that forbids it would keep its node
 * from being drained, as would pods that never become ready.
 */
export function createDisruptionBudget(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
): kubernetes.policy.v1.PodDisruptionBudget {
  return new kubernetes.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    {
      metadata: { name, namespace },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: labelsOf(name) },
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
}

/** An address inside the cluster (ClusterIP) by the workload's name, on the port of the container. */
export function createService(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  { headless, replicas, port }: ServiceShape,
): kubernetes.core.v1.Service {
  return new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      metadata: {
        name,
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
        selector: labelsOf(name),
        ...(port === undefined ? {} : { ports: [{ name: "main", port, targetPort: "main" }] }),
      },
    },
    { parent },
  );
}
