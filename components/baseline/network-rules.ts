import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { apiServerRule } from "./network/api-server.js";
import { peersOf, portsOf } from "./network/policy-rule.js";
import { NetworkDirection, type NetworkRule } from "./network/rules.js";

export * from "./network/rules.js";

export interface NetworkRulesArgs {
  /** Namespace of the pods that the rules are for. */
  namespace: pulumi.Input<string>;
  /** Labels of those pods. @default every pod of the namespace */
  pods?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What is allowed; the rest stays as the namespace has it, which is to deny. */
  rules: NetworkRule[];
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
 *     allowFrom({ namespace: "ingress" }, 8080),
 *     allowTo({ labels: { app: "api" } }, 9090),
 *     allowToAddresses({ cidr: "10.20.0.0/16" }, 5432),
 *   ],
 * });
 * ```
 */
export class NetworkRules extends pulumi.ComponentResource {
  /** Name of the NetworkPolicy. */
  readonly networkPolicyName: pulumi.Output<string>;

  constructor(name: string, args: NetworkRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:NetworkRules", name, args, opts);
    const { namespace, pods, rules } = args;
    checkRules(rules);
    const apiServer = rules.some((rule) => rule.apiServer === true) ? apiServerOf(this, name) : undefined;
    const ingress = rules.filter(({ direction }) => direction === NetworkDirection.Ingress);
    const egress = rules.filter(({ direction }) => direction === NetworkDirection.Egress);
    const policy = new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      {
        metadata: { name, namespace },
        spec: {
          podSelector: pods === undefined ? {} : { matchLabels: pods },
          policyTypes: [...(ingress.length > 0 ? ["Ingress"] : []), ...(egress.length > 0 ? ["Egress"] : [])],
          ...(ingress.length > 0
            ? { ingress: ingress.map((rule) => ({ from: peersOf(rule), ports: portsOf(rule) })) }
            : {}),
          ...(egress.length > 0
            ? {
                egress: egress.map((rule) =>
                  rule.apiServer === true && apiServer !== undefined
                    ? apiServer
                    : { to: peersOf(rule), ports: portsOf(rule) },
                ),
              }
            : {}),
        },
      },
      { parent: this },
    );
    this.networkPolicyName = policy.metadata.name;
    this.registerOutputs({ networkPolicyName: this.networkPolicyName });
  }
}

/** Network policies see addresses behind the Service `kubernetes`, not its own: the cluster states them itself. */
function apiServerOf(parent: pulumi.Resource, name: string) {
  const slice = kubernetes.discovery.v1.EndpointSlice.get(`${name}-api-server`, "default/kubernetes", { parent });
  return pulumi.all([slice.endpoints, slice.ports]).apply(([endpoints, ports]) => apiServerRule(endpoints, ports));
}

function checkRules(rules: readonly NetworkRule[]): void {
  if (rules.length === 0) throw new Error("rules: must have at least one, got none");
  for (const [index, { direction, pods = [], addresses = [], apiServer = false, ports = [] }] of rules.entries()) {
    const at = `rules[${index}]`;
    if (direction !== NetworkDirection.Ingress && direction !== NetworkDirection.Egress)
      throw new Error(`${at}.direction: must be ingress or egress, got "${direction}"`);
    if (apiServer) {
      if (direction !== NetworkDirection.Egress || pods.length + addresses.length + ports.length > 0)
        throw new Error(`${at}.apiServer: must stand alone, in a rule of egress`);
      continue;
    }
    // An empty list of peers, or of ports, means all of them.
    if (pods.length + addresses.length === 0) throw new Error(`${at}: must name pods or addresses, got none`);
    if (ports.length === 0) throw new Error(`${at}.ports: must have at least one, got none`);
  }
}
