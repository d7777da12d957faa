import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { CLOUD_RESOLVERS } from "../../controls/metadata-addresses.js";
import { PRIVATE_IPV4 } from "../cidr.js";
import { ADD_ONS, AddOn } from "./network/add-ons.js";
import { allowEgressTo, allowResolvers, type NetworkRule } from "./network/rules.js";
import { NetworkRules } from "./network-rules.js";

export { AddOn } from "./network/add-ons.js";

/** What kube-system is made of, and whom it talks to. */
export interface SystemNetworkRulesArgs {
  /**
   * Add-ons of kube-system whose pods are not on the nodes' network; what is not named here, and has no NetworkRules of
   * its own, is cut off. Agents on the nodes' network, such as kube-proxy and the CNI's, are not touched by policies.
   * @default [AddOn.ClusterDns]
   */
  addOns?: AddOn[];
  /**
   * Resolvers outside the cluster that its DNS asks, as blocks, e.g. `10.0.0.2/32`.
   * @default private addresses, and the resolvers of AWS, Azure and Google Cloud
   */
  resolvers?: string[];
  /** The nodes' network as blocks, e.g. `10.0.0.0/16`: the metrics server asks every kubelet. Required for it. @default none */
  nodes?: string[];
}

const NAMESPACE = "kube-system";

/**
 * Default deny in kube-system, with what its add-ons need (NSA-NET-05, NSA-NET-08): name resolution goes on working, and a
 * pod that somebody puts there talks to nobody.
 *
 * ```ts
 * new SystemNetworkRules("system", { addOns: [AddOn.ClusterDns], resolvers: ["10.0.0.2/32"] });
 * ```
 */
export class SystemNetworkRules extends pulumi.ComponentResource {
  /** Names of the NetworkPolicies that allow something. */
  readonly networkPolicyNames: pulumi.Output<string[]>;

  constructor(name: string, args: SystemNetworkRulesArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:SystemNetworkRules", name, args, opts);
    const { addOns = [AddOn.ClusterDns] } = args;
    checkAddOns(addOns, args);
    const allowed = addOns.map((addOn) => {
      const { pods, rules } = ADD_ONS[addOn];
      const all = [...rules, ...outside(addOn, args)];
      return new NetworkRules(`${name}-${addOn}`, { namespace: NAMESPACE, pods, rules: all }, { parent: this });
    });
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-default-deny`,
      {
        metadata: { name: "rampart-default-deny", namespace: NAMESPACE },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      // Only when they are allowed may the rest be cut off: a cluster without DNS repairs nothing.
      { parent: this, dependsOn: allowed },
    );
    this.networkPolicyNames = pulumi.all(allowed.map(({ networkPolicyName }) => networkPolicyName));
    this.registerOutputs({ networkPolicyNames: this.networkPolicyNames });
  }
}

/** RFC 1918, RFC 6598, RFC 4193; and where clouds have theirs. */
const RESOLVERS = [
  ...PRIVATE_IPV4,
  ...["100.64.0.0/10", "fc00::/7"],
  ...CLOUD_RESOLVERS.map((address) => `${address}/32`),
];

/** What an add-on needs outside the cluster's own network. */
const outside = (addOn: AddOn, { resolvers = RESOLVERS, nodes = [] }: SystemNetworkRulesArgs): NetworkRule[] =>
  addOn === AddOn.MetricsServer ? nodes.map((cidr) => allowEgressTo({ cidr }, 10_250)) : [allowResolvers(...resolvers)];

function checkAddOns(addOns: readonly AddOn[], { nodes = [], resolvers }: SystemNetworkRulesArgs): void {
  if (addOns.length === 0) throw new Error("addOns: must name at least one, or kube-system stops working, got none");
  if (resolvers?.length === 0) throw new Error("resolvers: must name at least one, got none");
  for (const addOn of addOns)
    if (!Object.hasOwn(ADD_ONS, addOn))
      throw new Error(`addOns: must be among ${Object.values(AddOn).join(", ")}, got "${addOn}"`);
  if (addOns.includes(AddOn.MetricsServer) && nodes.length === 0)
    throw new Error("nodes: must name the nodes' network where the metrics server is among the add-ons, got none");
}
