import type { AdmissionRule, NamedExpression } from "../policy.js";

export const NETWORK_POLICY_RULES: readonly AdmissionRule[] = [
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], operations: ["CREATE", "UPDATE"] },
];

const rules = (direction: "ingress" | "egress", type: "Ingress" | "Egress", peers: "from" | "to"): string =>
  `("${type}" in variables.it.spec.?policyTypes.orValue([]) ? variables.it.spec.?${direction}.orValue([]) : [])` +
  `.map(r, {"isEgress": dyn(${direction === "egress"}), "peers": dyn(r.?${peers}.orValue([])), ` +
  '"ports": dyn(r.?ports.orValue([]))})';

/**
 * Every rule of a NetworkPolicy in a direction about which it decides: `isEgress`, `peers` and `ports`. The API server
 * has written `policyTypes` by the time that policies see it.
 */
export const NETWORK_VARIABLES: readonly NamedExpression[] = [
  { name: "rules", expression: `${rules("ingress", "Ingress", "from")} + ${rules("egress", "Egress", "to")}` },
];

/** In CEL: whether some rule `r` is so. */
export const someRule = (breach: string): string => `variables.rules.exists(r, ${breach})`;

/** In CEL: whether some block of addresses `b`, which is a peer of a rule `r`, is so. */
export const someBlock = (breach: string): string =>
  someRule(`r.peers.exists(p, has(p.ipBlock) && [p.ipBlock].exists(b, ${breach}))`);

/** In CEL: whether the block `b`, less its exceptions, has the address. */
export const reaches = (address: string): string =>
  `${contains("b.cidr", address)} && !b.?except.orValue([]).exists(e, ${contains("e", address)})`;

/** In CEL: whether a block has an address; one of the other family is in none. */
export const contains = (block: string, address: string): string =>
  `(cidr(${block}).ip().family() == ip("${address}").family() && cidr(${block}).containsIP("${address}"))`;
