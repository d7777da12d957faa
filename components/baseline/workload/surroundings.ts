import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { NetworkRules } from "../network-rules.js";
import type { ServerArgs, WorkloadArgs } from "./args.js";
import { checkNamespace, checkPort } from "./checks.js";
import { labelsOf } from "./pod.js";

/** NSA-AUTH-12: an account that is nobody else's, without a token. */
export const createAccount = (parent: pulumi.Resource, name: string, args: WorkloadArgs) =>
  new kubernetes.core.v1.ServiceAccount(
    `${name}-service-account`,
    { metadata: { name, namespace: namespaceOf(args) }, automountServiceAccountToken: false },
    { parent },
  );

export const namespaceOf = ({ namespace }: WorkloadArgs): pulumi.Output<string> =>
  checkedInput(namespace, checkNamespace);

/** NSA-NET-06: the flows that the workload states, for its pods alone. */
export function createNetworkRules(parent: pulumi.Resource, name: string, args: WorkloadArgs): void {
  const { networkRules: rules = [], nameEngine } = args;
  if (rules.length === 0) return;
  const namespace = namespaceOf(args);
  new NetworkRules(
    name,
    { namespace, pods: labelsOf(name), rules, ...(nameEngine === undefined ? {} : { nameEngine }) },
    { parent },
  );
}

/** One pod at a time may be taken from its node: this never stands in the way of draining one, even of a single pod. */
export const createDisruptionBudget = (parent: pulumi.Resource, name: string, args: WorkloadArgs) =>
  new kubernetes.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    {
      metadata: { name, namespace: namespaceOf(args) },
      spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(name) } },
    },
    { parent },
  );

/** @param headless whether each pod has a name in DNS, in the place of one address for all. */
export const createService = (parent: pulumi.Resource, name: string, args: ServerArgs, headless: boolean) =>
  new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      metadata: { name, namespace: namespaceOf(args), labels: labelsOf(name) },
      spec: {
        selector: labelsOf(name),
        ports: [{ name: "main", port: checkedInput(args.port, checkPort), targetPort: "main" }],
        ...(headless ? { clusterIP: "None" } : {}),
      },
    },
    { parent },
  );
