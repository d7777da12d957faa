import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { addressBlock, PRIVATE_IPV4, withinOneOf } from "../../cidr.js";
import { refuse } from "../../refusal.js";

/** Who may reach the API server from the internet. */
export interface PublicEndpoint {
  /** Public blocks of addresses, 1 to 40: an office, a VPN. None may be wider than /8 (IPv4) or /32 (IPv6). */
  cidrs: pulumi.Input<string>[];
}

/** `vpcConfig` of the API server's endpoint: private, and public only for those who are named. */
export function endpointConfig(allowPublicEndpoint: PublicEndpoint | undefined): {
  endpointPrivateAccess: true;
  endpointPublicAccess: boolean;
  publicAccessCidrs?: pulumi.Output<string>[];
} {
  if (allowPublicEndpoint === undefined) return { endpointPrivateAccess: true, endpointPublicAccess: false };
  const { cidrs } = allowPublicEndpoint;
  if (cidrs.length === 0 || cidrs.length > 40)
    refuse("allowPublicEndpoint.cidrs", "have 1 to 40 blocks of addresses", cidrs);
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: cidrs.map((cidr, index) =>
      checkedInput(cidr, (text) => publicBlock(`allowPublicEndpoint.cidrs[${index}]`, text)),
    ),
  };
}

/** What is routed nowhere on the internet; EKS refuses it as well. */
const NOT_PUBLIC = [...PRIVATE_IPV4, "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"];
const WIDEST = { ipv4: 8, ipv6: 32 } as const;

function publicBlock(input: string, text: string): string {
  const block = addressBlock(text) ?? refuse(input, 'be a block of addresses such as "203.0.113.0/24"', text);
  if (block.prefix < WIDEST[block.family])
    refuse(input, `be no wider than /${WIDEST[block.family]}: the internet is not a list of who may come in`, text);
  if (withinOneOf(block, NOT_PUBLIC))
    refuse(input, "be public addresses; private ones reach the private endpoint without it", text);
  return text;
}
