import { hostBlock } from "./address-block.js";

/** What discovery.k8s.io/v1 EndpointSlice states of an endpoint and of a port. */
interface Endpoint {
  readonly addresses: readonly string[];
}
interface EndpointPort {
  readonly port: number;
  readonly protocol?: string;
}

/**
 * The API server's addresses as peers of a rule.
 *
 * @throws Error where the cluster states none: an empty list would allow every one.
 */
export function apiServerPeers(endpoints: readonly Endpoint[] | null) {
  // An API server states an empty list as null.
  const addresses = endpoints?.flatMap((endpoint) => endpoint.addresses) ?? [];
  if (addresses.length === 0)
    throw new Error("apiServer: the EndpointSlice default/kubernetes must have an address, got none");
  return addresses.map((address) => ({ ipBlock: { cidr: hostBlock(address) } }));
}

/**
 * A rule of egress to the API server.
 *
 * @throws Error where the cluster states no address or no port.
 */
export function apiServerRule(endpoints: readonly Endpoint[] | null, ports: readonly EndpointPort[] | null) {
  const to = apiServerPeers(endpoints);
  if (ports === null || ports.length === 0)
    throw new Error("apiServer: the EndpointSlice default/kubernetes must have a port, got none");
  return { to, ports: ports.map(({ port, protocol = "TCP" }) => ({ port, protocol })) };
}
