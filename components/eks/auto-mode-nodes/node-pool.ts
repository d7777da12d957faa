import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { refuse, wholeNumber } from "../../refusal.js";
import { Architecture } from "../node-group/operating-system.js";
import { checkedTaints, type NodeTaint } from "../node-group/scheduling.js";

/** Auto Mode ends every node after 21 days (EKS user guide, "Automate cluster infrastructure with EKS Auto Mode"). */
const LONGEST_LIFE_HOURS = 21 * 24;

/** How long pods have to go, disruption budgets or not, before their node is ended. */
const TERMINATION_HOURS = 24;

export interface NodePoolArgs {
  readonly poolName: string;
  readonly className: pulumi.Input<string>;
  readonly architecture: Architecture;
  readonly capacityTypes: readonly string[];
  readonly instanceCategories: readonly string[];
  readonly expireAfterHours: number;
  readonly cpuLimit: number;
  readonly labels: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  readonly taints: readonly NodeTaint[];
}

/** @throws Error naming the input when the node would live longer than Auto Mode lets it. */
export const nodeLife = (hours: number): number =>
  wholeNumber("expireAfterHours", hours, 1, LONGEST_LIFE_HOURS - TERMINATION_HOURS);

/** @throws Error naming the input when there is none, or one is no letter such as `m`. */
export function instanceCategories(categories: readonly string[]): readonly string[] {
  if (categories.length === 0) refuse("instanceCategories", "name at least one, such as m", categories);
  for (const [index, category] of categories.entries())
    if (!/^[a-z]{1,4}$/.test(category)) refuse(`instanceCategories[${index}]`, 'be a category such as "m"', category);
  return categories;
}

/** Which nodes Auto Mode may start, and when it replaces them (karpenter.sh/v1 NodePool). */
export const createNodePool = (
  name: string,
  args: NodePoolArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource =>
  new kubernetes.apiextensions.CustomResource(
    `${name}-pool`,
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: args.poolName },
      spec: {
        template: {
          metadata: { labels: args.labels ?? {} },
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: args.className },
            requirements: [
              {
                key: "kubernetes.io/arch",
                operator: "In",
                values: [args.architecture === Architecture.Arm ? "arm64" : "amd64"],
              },
              { key: "karpenter.sh/capacity-type", operator: "In", values: args.capacityTypes },
              { key: "eks.amazonaws.com/instance-category", operator: "In", values: args.instanceCategories },
              { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
            ],
            expireAfter: `${args.expireAfterHours}h`,
            terminationGracePeriod: `${TERMINATION_HOURS}h`,
            taints: checkedTaints(args.taints),
          },
        },
        limits: { cpu: String(args.cpuLimit) },
        disruption: {
          consolidationPolicy: "WhenEmptyOrUnderutilized",
          consolidateAfter: "1m",
          budgets: [{ nodes: "10%" }],
        },
      },
    },
    opts,
  );
