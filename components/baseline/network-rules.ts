import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { checkedLabels, nameFor } from "./labels.js";
import { apiServerPeers, apiServerRule } from "./network/api-server.js";
import { checkNames, createNamedEgress, type NameEngine } from "./network/names.js";
import { peersOf, portsOf } from "./network/policy-rule.js";
import { NetworkDirection, type NetworkRule } from "./network/rules.js";

export { IngressController } from "./network/ingress-controllers.js";
export { NameEngine } from "./network/names.js";
export * from "./network/rules.js";

export interface NetworkRulesArgs {
  /** Namespace of the pods that the rules are for. */
  namespace: pulumi.Input<string>;
  /** Labels of those pods. @default every pod of the namespace */
  pods?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What is allowed; the rest stays as the namespace has it, which is to deny. */
  rules: NetworkRule[];
  /**
   * What decides by names in this cluster; required for rules with `names`, which become a policy of that engine.
   * @default none: names are refused
   */
  nameEngine?: NameEngine;
}

/**
 * What some pods may talk to and listen to, as one NetworkPolicy: the flows that are stated, by pods or by addresses, on
 * stated ports (NSA-NET-06). Metadata addresses of clouds are excepted from every block, over IPv4 and IPv6 (NSA-CLD-01).
 *
 * ```ts
 * new NetworkRules("web", {
 *   namespace: shop.namespaceName,
 *   pods: { app: "web" },
 *   rules: [
 *     allowIngressController(IngressController.Traefik, 8080),
 *     allowTo({ labels: { app: "api" } }, 9090),
 *     allowEgressTo({ cidr: "10.20.0.0/16" }, 5432),
 *   ],
 * });
 * ```
 */
export class NetworkRules extends pulumi.ComponentResource {
  /** Name of the NetworkPolicy; where all rules have names, of the engine's own policy. */
  readonly networkPolicyName: pulumi.Output<string>;

  constructor(name: string, args: NetworkRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:NetworkRules", name, args, opts);
    checkRules(args);
    const namespace = checkedInput(args.namespace, nameFor("namespace"));
    const pods = checkedLabels("pods", args.pods);
    const named = args.rules.filter(({ names }) => names !== undefined);
    const others = args.rules.filter(({ names }) => names === undefined);
    const policies = [
      ...(others.length > 0 ? [createPolicy(this, name, namespace, pods, others)] : []),
      ...(named.length > 0 && args.nameEngine !== undefined
        ? [createNamedEgress(this, args.nameEngine, { name, namespace, pods, rules: named })]
        : []),
    ];
    this.networkPolicyName = pulumi.all(policies.map(({ metadata }) => metadata.name)).apply(([first = name]) => first);
    this.registerOutputs({ networkPolicyName: this.networkPolicyName });
  }
}

function createPolicy(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Output<string>,
  pods: pulumi.Output<Record<string, string>>,
  rules: readonly NetworkRule[],
): kubernetes.networking.v1.NetworkPolicy {
  const apiServer = rules.some((rule) => rule.apiServer === true) ? apiServerOf(parent, name) : undefined;
  const ingress = rules
    .filter(({ direction }) => direction === NetworkDirection.Ingress)
    .map((rule) => ({
      from: rule.apiServer === true && apiServer ? apiServer.peers : peersOf(rule),
      ports: portsOf(rule),
    }));
  const egress = rules
    .filter(({ direction }) => direction === NetworkDirection.Egress)
    .map((rule) =>
      rule.apiServer === true && apiServer ? apiServer.rule : { to: peersOf(rule), ports: portsOf(rule) },
    );
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-network-policy`,
    {
      metadata: { name, namespace },
      spec: {
        podSelector: pods.apply((labels) => (Object.keys(labels).length === 0 ? {} : { matchLabels: labels })),
        policyTypes: [...(ingress.length > 0 ? ["Ingress"] : []), ...(egress.length > 0 ? ["Egress"] : [])],
        ...(ingress.length > 0 ? { ingress } : {}),
        ...(egress.length > 0 ? { egress } : {}),
      },
    },
    { parent },
  );
}

/** Network policies see addresses behind the Service `kubernetes`, not its own: the cluster states them itself. */
function apiServerOf(parent: pulumi.Resource, name: string) {
  const slice = kubernetes.discovery.v1.EndpointSlice.get(`${name}-api-server`, "default/kubernetes", { parent });
  return {
    peers: slice.endpoints.apply(apiServerPeers),
    rule: pulumi.all([slice.endpoints, slice.ports]).apply(([endpoints, ports]) => apiServerRule(endpoints, ports)),
  };
}

function checkRules({ rules, nameEngine }: NetworkRulesArgs): void {
  if (rules.length === 0) throw new Error("rules: must have at least one, got none");
  for (const [index, rule] of rules.entries()) {
    const { direction, pods = [], addresses = [], names, apiServer = false, ports = [] } = rule;
    const at = `rules[${index}]`;
    if (direction !== NetworkDirection.Ingress && direction !== NetworkDirection.Egress)
      throw new Error(`${at}.direction: must be ingress or egress, got "${direction}"`);
    const found = apiServer && direction === NetworkDirection.Egress;
    if (apiServer && (pods.length + addresses.length > 0 || names !== undefined || (found && ports.length > 0)))
      throw new Error(`${at}.apiServer: must stand alone in its rule${found ? ", without ports" : ""}`);
    if (names !== undefined) {
      if (direction !== NetworkDirection.Egress || pods.length + addresses.length > 0 || names.length === 0)
        throw new Error(`${at}.names: must be at least one, alone in a rule of egress`);
      checkNames(at, names, nameEngine);
    }
    // An empty list of peers, or of ports, means all of them.
    if (!apiServer && names === undefined && pods.length + addresses.length === 0)
      throw new Error(`${at}: must name pods, addresses or names, got none`);
    if (!found && ports.length === 0) throw new Error(`${at}.ports: must have at least one, got none`);
  }
}
