import type * as pulumi from "@pulumi/pulumi";

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

/** Which way traffic flows, seen from the pods that the rules are for. */
export enum NetworkDirection {
  Ingress = "ingress",
  Egress = "egress",
}

/** One flow that is allowed. Either `pods` or `addresses` says with whom; `apiServer` is found out. */
export interface NetworkRule {
  direction: NetworkDirection;
  pods?: NetworkPods[];
  addresses?: NetworkAddresses[];
  /** The API server, at the addresses that the cluster itself states in the EndpointSlice `default/kubernetes`. */
  apiServer?: boolean;
  /** At least one, except for `apiServer`, whose port is found out as well. */
  ports?: NetworkPort[];
}

const DNS_PORTS = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
] as const;

/** NSA-NET-06: name resolution by the cluster's DNS, on port 53 alone. */
export const allowDns = (): NetworkRule => ({
  direction: NetworkDirection.Egress,
  pods: [{ namespace: "kube-system", labels: { "k8s-app": "kube-dns" } }],
  ports: DNS_PORTS.map((port) => ({ ...port })),
});

/** For pods that talk to the Kubernetes API. */
export const allowApiServer = (): NetworkRule => ({ direction: NetworkDirection.Egress, apiServer: true });

/** Calls from pods: of another namespace, or of the same one where none is named. */
export const allowFrom = (pods: NetworkPods, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Ingress,
  pods: [pods],
  ports: ports.map((port) => ({ port })),
});

/** Calls to pods: of another namespace, or of the same one where none is named. */
export const allowTo = (pods: NetworkPods, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Egress,
  pods: [pods],
  ports: ports.map((port) => ({ port })),
});

/** Calls to addresses outside the cluster, less the metadata addresses of clouds (NSA-CLD-01). */
export const allowToAddresses = (addresses: NetworkAddresses, ...ports: number[]): NetworkRule => ({
  direction: NetworkDirection.Egress,
  addresses: [addresses],
  ports: ports.map((port) => ({ port })),
});
