import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { guardedBlock } from "./address-block.js";
import type { NetworkAddresses, NetworkPods, NetworkPort, NetworkRule } from "./rules.js";

/** Peers of a rule as networking.k8s.io/v1 has them. */
export const peersOf = ({ pods = [], addresses = [] }: NetworkRule) => [
  ...pods.map(podPeer),
  ...addresses.map(addressPeer),
];

function podPeer({ namespace, labels }: NetworkPods) {
  const podSelector = labels === undefined ? {} : { matchLabels: labels };
  // A namespace by its name, which the API server itself writes into the label: nobody else can take it.
  return namespace === undefined
    ? { podSelector }
    : { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } }, podSelector };
}

function addressPeer({ cidr, except = [] }: NetworkAddresses) {
  const holes = except.filter((hole) => typeof hole === "string");
  // Plain values are checked at once, so that the constructor throws where the mistake is.
  if (typeof cidr === "string" && holes.length === except.length) return { ipBlock: guardedBlock(cidr, holes) };
  return { ipBlock: pulumi.all([cidr, pulumi.all(except)]).apply(([block, known]) => guardedBlock(block, known)) };
}

/** Ports of a rule as networking.k8s.io/v1 has them. */
export const portsOf = ({ ports = [] }: NetworkRule) =>
  ports.map(({ port, endPort, protocol = "TCP" }: NetworkPort) => ({
    port: checkedInput(port, checkPort),
    ...(endPort === undefined ? {} : { endPort: checkedInput(endPort, checkPort) }),
    protocol,
  }));

function checkPort(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`port: must be a whole number from 1 to 65535, got ${port}`);
  return port;
}
