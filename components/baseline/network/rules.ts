import type * as pulumi from "@pulumi/pulumi";
import { oneOf } from "../../refusal.js";
import { hostBlock } from "./address-block.js";
import { INGRESS_CONTROLLERS, IngressController } from "./ingress-controllers.js";

/** A port, or a range of them, that a rule opens. */
export interface NetworkPort {
  /** Number from 1 to 65535. */
  port: pulumi.Input<number>;
  /** Last port of a range that begins at `port`. @default the port alone */
  endPort?: pulumi.Input<number>;
  /** `TCP`, `UDP` or `SCTP`. @default "TCP" */
  protocol?: pulumi.Input<string>;
}

/** Pods, by namespace and labels. */
export interface NetworkPods {
  /** Name of their namespace. @default the namespace of the rules */
  namespace?: pulumi.Input<string>;
  /** Pods of every namespace, in the place of one. @default false */
  anyNamespace?: boolean;
  /** Labels that all of them have. @default every pod of the namespace */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Addresses outside the pods' network. */
export interface NetworkAddresses {
  /** A block, e.g. `10.20.0.0/16`; IPv6 too. The metadata addresses of clouds are always excepted. */
  cidr: pulumi.Input<string>;
  /** Blocks inside it that stay closed. @default none */
  except?: pulumi.Input<string>[];
}

/** Hosts outside the cluster by their names in DNS; needs `nameEngine` of the NetworkRules. */
export interface NetworkNames {
  /** Lower-case names, e.g. `api.example.com`; `*.example.com` is every name one label below, in some engines deeper. */
  names: string[];
}

/** Which way traffic flows, seen from the pods that the rules are for. */
export enum NetworkDirection {
  /** To the selected pods. */
  Ingress = "ingress",
  /** From the selected pods. */
  Egress = "egress",
}

/** One flow that is allowed. Either `pods`, `addresses` or `names` says with whom; `apiServer` is found out. */
export interface NetworkRule {
  /** Whether the flow goes to the selected pods, or comes from them. */
  direction: NetworkDirection;
  /** Pods at the other end. */
  pods?: NetworkPods[];
  /** Addresses at the other end. */
  addresses?: NetworkAddresses[];
  /** Of egress, and alone in its rule. */
  names?: string[];
  /** The API server, at the addresses that the cluster itself states in the EndpointSlice `default/kubernetes`. */
  apiServer?: boolean;
  /** At least one, except for egress to `apiServer`, whose port is found out as well. */
  ports?: NetworkPort[];
}

const DNS_PORTS = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
] as const;
/** Name resolution, over both protocols. */
export const dnsPorts = (): NetworkPort[] => DNS_PORTS.map((port) => ({ ...port }));
const numbered = (ports: readonly number[]): NetworkPort[] => ports.map((port) => ({ port }));

/** NSA-NET-06: name resolution by the cluster's DNS, on port 53 alone. */
export const allowDns = (): NetworkRule => ({
  direction: NetworkDirection.Egress,
  pods: [{ namespace: "kube-system", labels: { "k8s-app": "kube-dns" } }],
  ports: dnsPorts(),
});

/**
 * Name resolution by a resolver that runs on the node, which no selector of pods finds: NodeLocal DNSCache at
 * `169.254.20.10`, or EKS Auto Mode at the tenth address of the Services' network.
 */
export const allowDnsAt = (address: string): NetworkRule => ({
  direction: NetworkDirection.Egress,
  addresses: [{ cidr: hostBlock(address) }],
  ports: dnsPorts(),
});

/** For pods that talk to the Kubernetes API. */
export const allowApiServer = (): NetworkRule => ({ direction: NetworkDirection.Egress, apiServer: true });

/**
 * For pods that the API server calls: admission webhooks, aggregated APIs. Where it calls through a proxy in the cluster
 * (konnectivity, as on GKE), allow that instead: `allowFrom({ namespace: "kube-system", labels: { "k8s-app": "konnectivity-agent" } }, …)`.
 */
export const allowFromApiServer = (...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Ingress,
  apiServer: true,
  ports: numbered(ports),
});

/** Calls from pods: of another namespace, or of the same one where none is named. */
export const allowFrom = (pods: NetworkPods, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Ingress,
  pods: [pods],
  ports: numbered(ports),
});

/** Calls from every pod of another namespace. */
export const allowFromNamespace = (namespace: pulumi.Input<string>, ...ports: number[]): NetworkRule =>
  allowFrom({ namespace }, ...ports);

/** Calls from an ingress controller or gateway, where its own installation puts it; else use `allowFrom`. */
export const allowIngressController = (controller: IngressController, ...ports: number[]): NetworkRule => {
  const known = oneOf("allowIngressController", controller, Object.values(IngressController));
  const { namespace, labels } = INGRESS_CONTROLLERS[known];
  return allowFrom({ namespace, labels: { ...labels } }, ...ports);
};

/** Name resolution by resolvers outside the cluster, which clouds have at the address of their metadata service. */
export const allowResolvers = (...cidrs: string[]): NetworkRule => ({
  direction: NetworkDirection.Egress,
  addresses: cidrs.map((cidr) => ({ cidr })),
  ports: dnsPorts(),
});

/** Calls to pods: of another namespace, or of the same one where none is named. */
export const allowTo = (pods: NetworkPods, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Egress,
  pods: [pods],
  ports: numbered(ports),
});

/** Calls out of the cluster: to addresses less the metadata addresses of clouds (NSA-CLD-01), or to names. */
export const allowEgressTo = (target: NetworkAddresses | NetworkNames, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Egress,
  ...("names" in target ? { names: target.names } : { addresses: [target] }),
  ports: numbered(ports),
});
