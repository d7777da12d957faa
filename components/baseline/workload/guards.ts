import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NAMESPACES_OF_EVERY_CLUSTER } from "../../../controls/system-namespaces.js";
import { checkedInput } from "../../checked-input.js";
import { nameFor } from "../labels.js";
import { NetworkRules } from "../network-rules.js";
import type { WorkloadArgs } from "./arguments.js";
import { labelsOf, type PodLabels } from "./pod-template.js";

/** NSA-NET-02: workloads stay out of the namespaces that the cluster itself uses. */
export function checkedNamespace({ namespace }: WorkloadArgs): pulumi.Output<string> {
  return checkedInput(namespace, (name) => {
    if (NAMESPACES_OF_EVERY_CLUSTER.includes(name))
      throw new Error(`namespace: must not be one of ${NAMESPACES_OF_EVERY_CLUSTER.join(", ")}, got "${name}"`);
    return nameFor("namespace")(name);
  });
}

interface Guards {
  readonly account: kubernetes.core.v1.ServiceAccount;
  readonly all: pulumi.Resource[];
}

/** What must be there before the first pod is: its account and what closes it off. */
export function createGuards(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  args: WorkloadArgs,
  pods: PodLabels = labelsOf(name),
): Guards {
  const account = createServiceAccount(parent, name, namespace);
  const flows = createFlows(parent, name, namespace, args, pods);
  const isolation = createIsolation(parent, name, namespace, pods, flows);
  return { account, all: [account, isolation, ...flows] };
}

/** NSA-AUTH-12, NSA-POD-21: what is granted to one workload is granted to no other, and a token comes by asking only. */
function createServiceAccount(parent: pulumi.Resource, name: string, namespace: pulumi.Output<string>) {
  return new kubernetes.core.v1.ServiceAccount(
    `${name}-service-account`,
    { metadata: { name, namespace }, automountServiceAccountToken: false },
    { parent },
  );
}

/**
 * NSA-NET-05: nobody reaches the pods, and they nobody, also where the namespace denies nothing.
 * @param flows what is allowed before all else is denied: pods of a workload that is adopted run already.
 */
function createIsolation(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  pods: PodLabels,
  flows: pulumi.Resource[],
) {
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-isolation`,
    {
      metadata: { name: `${name}-isolation`, namespace },
      spec: { podSelector: { matchLabels: pods }, policyTypes: ["Ingress", "Egress"] },
    },
    { parent, dependsOn: flows },
  );
}

/** NSA-NET-06: the flows that were declared, and no others. */
function createFlows(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  { flows = [], nameEngine }: WorkloadArgs,
  pods: PodLabels,
): pulumi.Resource[] {
  if (flows.length === 0) return [];
  const engine = nameEngine === undefined ? {} : { nameEngine };
  return [new NetworkRules(`${name}-flows`, { namespace, pods, rules: flows, ...engine }, { parent })];
}
