import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { refuse, wholeNumber } from "../../refusal.js";
import { ipv4Block } from "../cluster-network/address-plan.js";

/** Where nodes and their pods may connect to: one of a block, a prefix list and a security group, and TCP ports. */
export interface NodeEgress {
  /** IPv4 block. */
  cidr?: pulumi.Input<string>;
  /** Prefix list, such as that of an endpoint of S3. */
  prefixListId?: pulumi.Input<string>;
  /** Security group, such as that of a database. */
  securityGroupId?: pulumi.Input<string>;
  /** First port; plain. @default 443 */
  port?: number;
  /** Last port; plain. @default `port` */
  endPort?: number;
}

/** An egress rule's destination and ports, in the words of the resource. */
export interface EgressRule {
  readonly cidrIpv4?: pulumi.Input<string>;
  readonly prefixListId?: pulumi.Input<string>;
  readonly referencedSecurityGroupId?: pulumi.Input<string>;
  readonly fromPort: number;
  readonly toPort: number;
}

/** HTTPS to everywhere, which nodes need to join and to pull images where there are no endpoints. */
export const DEFAULT_EGRESS: Readonly<Record<string, NodeEgress>> = { https: { cidr: "0.0.0.0/0" } };

/**
 * Ports on which the API server calls webhooks and aggregated APIs that run on nodes: 4443, 8443 and 9443 are those of most
 * webhooks, 10251 that of metrics-server as EKS's add-on.
 */
export const DEFAULT_WEBHOOK_PORTS: readonly number[] = [4443, 8443, 9443, 10251];

/** @throws Error naming the input when a destination is none or more than one, or the ports are none. */
export function egressRule(name: string, egress: NodeEgress): EgressRule {
  const input = `egress["${name}"]`;
  if (!/^[\w-]{1,40}$/.test(name)) refuse("egress", "have names of letters, digits, hyphens and underscores", name);
  const given = (["cidr", "prefixListId", "securityGroupId"] as const).filter((key) => egress[key] !== undefined);
  if (given.length !== 1) refuse(input, "have exactly one of cidr, prefixListId, securityGroupId", given);
  const fromPort = wholeNumber(`${input}.port`, egress.port ?? 443, 1, 65_535);
  const toPort = wholeNumber(`${input}.endPort`, egress.endPort ?? fromPort, fromPort, 65_535);
  if (egress.cidr !== undefined)
    return { cidrIpv4: checkedInput(egress.cidr, (cidr) => checkedCidr(`${input}.cidr`, cidr)), fromPort, toPort };
  if (egress.prefixListId !== undefined) return { prefixListId: egress.prefixListId, fromPort, toPort };
  return { referencedSecurityGroupId: egress.securityGroupId ?? "", fromPort, toPort };
}

function checkedCidr(input: string, cidr: string): string {
  ipv4Block(input, cidr);
  return cidr;
}

/** @throws Error naming the input when a port is none, privileged by the kubelet, or there twice. */
export function webhookPorts(ports: readonly number[]): readonly number[] {
  for (const [index, port] of ports.entries()) {
    wholeNumber(`webhookPorts[${index}]`, port, 1, 65_535);
    if (port === KUBELET_PORT) refuse(`webhookPorts[${index}]`, "not be the kubelet's, which is open already", port);
    if (ports.indexOf(port) !== index) refuse(`webhookPorts[${index}]`, "be named once only", port);
  }
  return ports;
}

export const KUBELET_PORT = 10_250;
