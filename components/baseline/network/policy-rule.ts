import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, wholeNumberFor } from "../../refusal.js";
import { checkedLabels, nameFor } from "../labels.js";
import { checkBlock, guardedBlock } from "./address-block.js";
import type { NetworkAddresses, NetworkPods, NetworkPort, NetworkRule } from "./rules.js";

/** Peers of a rule as networking.k8s.io/v1 has them. */
export const peersOf = ({ pods = [], addresses = [], ports = [] }: NetworkRule) => {
  // Clouds answer for names, and no credentials, on this port of their metadata addresses.
  const isDns = ports.length > 0 && ports.every(isDnsPort);
  return [...pods.map(podPeer), ...addresses.map((block) => (isDns ? openPeer(block) : addressPeer(block)))];
};

const isDnsPort = ({ port, endPort }: NetworkPort): boolean => port === 53 && endPort === undefined;

const openPeer = ({ cidr, except = [] }: NetworkAddresses) => ({
  ipBlock: { cidr: checkedInput(cidr, checkBlock), ...(except.length === 0 ? {} : { except }) },
});

function podPeer({ namespace, anyNamespace = false, labels }: NetworkPods) {
  const podSelector = labels === undefined ? {} : { matchLabels: checkedLabels("labels", labels) };
  if (anyNamespace) {
    if (namespace !== undefined) throw new Error("anyNamespace: must be absent where a namespace is named");
    return { namespaceSelector: {}, podSelector };
  }
  if (namespace === undefined) return { podSelector };
  // A namespace by its name, which the API server itself writes into the label: nobody else can take it.
  const name = checkedInput(namespace, nameFor("namespace"));
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } }, podSelector };
}

function addressPeer({ cidr, except = [] }: NetworkAddresses) {
  const holes = except.filter((hole) => typeof hole === "string");
  // Plain values are checked at once, so that the constructor throws where the mistake is.
  if (typeof cidr === "string" && holes.length === except.length) return { ipBlock: guardedBlock(cidr, holes) };
  return { ipBlock: pulumi.all([cidr, pulumi.all(except)]).apply(([block, known]) => guardedBlock(block, known)) };
}

const PROTOCOLS = ["TCP", "UDP", "SCTP"];

/** Ports of a rule as networking.k8s.io/v1 has them. */
export const portsOf = ({ ports = [] }: NetworkRule) =>
  ports.map(({ port, endPort, protocol = "TCP" }: NetworkPort) => {
    if (typeof port === "number" && typeof endPort === "number" && endPort < port)
      throw new Error(`endPort: must not be below the port ${port}, got ${endPort}`);
    return {
      port: checkedInput(port, checkPort),
      ...(endPort === undefined ? {} : { endPort: checkedInput(endPort, checkPort) }),
      protocol: checkedInput(protocol, checkProtocol),
    };
  });

const checkPort = wholeNumberFor("port", 1, 65_535);
const checkProtocol = (protocol: string): string => oneOf("protocol", protocol, PROTOCOLS);
