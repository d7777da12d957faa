import { some } from "../unknown.js";
import { addressBlock } from "./cidr.js";
import type { KubernetesObject } from "./object.js";
import { integer, list, map, object, type Shape, text } from "./shape.js";

const labelRequirement = object({ key: text, operator: text, values: list(text) });
const labelSelector = object({ matchLabels: map(text), matchExpressions: list(labelRequirement) });
const peer = object({
  podSelector: labelSelector,
  namespaceSelector: labelSelector,
  ipBlock: object({ cidr: text, except: list(text) }),
});
/** A number, or the name of a container's port. */
const portNumber: Shape<number | string> = (value) => integer(value) ?? text(value);
const port = object({ protocol: text, port: portNumber, endPort: integer });

const networkPolicy = object({
  spec: object({
    podSelector: labelSelector,
    policyTypes: list(text),
    ingress: list(object({ from: list(peer), ports: list(port) })),
    egress: list(object({ to: list(peer), ports: list(port) })),
  }),
});

type Of<S> = S extends Shape<infer T> ? T : never;
export type LabelSelector = Of<typeof labelSelector>;
export type NetworkPeer = Of<typeof peer>;
export type NetworkPort = Of<typeof port>;
export type NetworkPolicySpec = NonNullable<Of<typeof networkPolicy>["spec"]>;

/** networking.k8s.io/v1 NetworkPolicy. */
export const networkPolicySpec = (manifest: KubernetesObject): NetworkPolicySpec =>
  networkPolicy(manifest.data)?.spec ?? {};

export const DIRECTIONS = ["ingress", "egress"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** One rule of either direction. */
export interface NetworkRule {
  readonly direction: Direction;
  /** Name of its list of peers. */
  readonly peersField: "from" | "to";
  /** Absent or empty: everybody. */
  readonly peers: () => readonly NetworkPeer[] | undefined;
  /** Absent or empty: every port. */
  readonly ports: () => readonly NetworkPort[] | undefined;
}

/**
 * Whether the policy decides about a direction. Unless it says so itself it does about ingress, and about egress where
 * it has rules for that (networking.k8s.io/v1, policyTypes).
 */
export function decidesAbout(spec: NetworkPolicySpec, direction: Direction): boolean {
  if ((spec.policyTypes?.length ?? 0) > 0) return some(spec.policyTypes, (type) => type.toLowerCase() === direction);
  return direction === "ingress" || (spec.egress?.length ?? 0) > 0;
}

/** Whether a selector that is there selects everything. */
export const selectsAll = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions?.length ?? 0) === 0;

/** Whether the ports of a rule let a TCP port through. A named port is one of pods, not of addresses. */
export const letsThrough = (ports: readonly NetworkPort[] | undefined, number: number): boolean =>
  (ports?.length ?? 0) === 0 ||
  some(ports, ({ protocol = "TCP", port: first, endPort }) => {
    if (protocol !== "TCP") return false;
    if (first === undefined) return true;
    return typeof first === "number" && first <= number && number <= (endPort ?? first);
  });

/** Whether a block of addresses, less its exceptions, has the address. */
export function reaches({ cidr = "", except }: NonNullable<NetworkPeer["ipBlock"]>, address: string): boolean {
  if (!addressBlock(cidr)?.contains(address)) return false;
  return !some(except, (excepted) => addressBlock(excepted)?.contains(address) ?? false);
}
