import { type AddressBlock, addressBlock, PRIVATE_IPV4, within, withinOneOf } from "../../cidr.js";
import { refuse } from "../../refusal.js";

/** Zones that a network may span; EKS wants two at least. */
export const MOST_ZONES = 3;

/** The blocks of one availability zone. */
export interface ZoneBlocks {
  /** Nodes and pods: a quarter of the network. */
  readonly private: string;
  /** Load balancers and NAT gateways: a sixteenth. */
  readonly public: string;
  /** What the control plane puts into the network: sixteen addresses, as AWS advises for subnets of their own. */
  readonly controlPlane: string;
}

const CONTROL_PLANE_PREFIX = 28;
const LEAST_PREFIX = 16;
const MOST_PREFIX = 22;

const PRIVATE_RANGES = [...PRIVATE_IPV4, "100.64.0.0/10"];

/**
 * A network's address block, checked.
 * @param serviceCidr block of the Services, which must lie apart.
 * @throws Error naming the input when it is no private IPv4 block from /16 (AWS's largest) to /22 (the smallest that has
 * room for every tier), has host bits, or shares addresses with the Services.
 */
export function networkBlock(input: string, cidr: string, serviceCidr?: string): string {
  const block = ipv4Block(input, cidr);
  if (block.prefix < LEAST_PREFIX || block.prefix > MOST_PREFIX)
    refuse(input, `be a block from /${LEAST_PREFIX} to /${MOST_PREFIX}, so that every tier has room`, cidr);
  if (!withinOneOf(block, PRIVATE_RANGES)) refuse(input, `lie in one of ${PRIVATE_RANGES.join(", ")}`, cidr);
  if (serviceCidr !== undefined) {
    const services = ipv4Block("serviceCidr", serviceCidr);
    if (within(services, block) || within(block, services))
      refuse(input, `share no address with the Services' ${serviceCidr}`, cidr);
  }
  return cidr;
}

/** @throws Error naming the input when `cidr` is no IPv4 block whose address is its first. */
export function ipv4Block(input: string, cidr: string): AddressBlock {
  const block = addressBlock(cidr);
  if (block?.family !== "ipv4") return refuse(input, 'be an IPv4 block such as "10.0.0.0/16"', cidr);
  const first = blockAt(firstAddress(block), block.prefix);
  if (first !== `${block.address}/${block.prefix}`) refuse(input, `begin at its first address, as ${first}`, cidr);
  return block;
}

/**
 * The blocks of a zone, by its place among the zones (from 0). They depend on nothing else: a zone more or less moves no
 * subnet that is there.
 */
export function zoneBlocks(cidr: string, zone: number): ZoneBlocks {
  const network = ipv4Block("cidr", cidr);
  const start = firstAddress(network);
  const size = (prefix: number): number => 2 ** (32 - prefix);
  const quarter = network.prefix + 2;
  const sixteenth = network.prefix + 4;
  const shared = start + MOST_ZONES * size(quarter);
  return {
    private: blockAt(start + zone * size(quarter), quarter),
    public: blockAt(shared + zone * size(sixteenth), sixteenth),
    controlPlane: blockAt(
      shared + MOST_ZONES * size(sixteenth) + zone * size(CONTROL_PLANE_PREFIX),
      CONTROL_PLANE_PREFIX,
    ),
  };
}

/** The block's first address as a number. */
function firstAddress({ address, prefix }: AddressBlock): number {
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return number - (number % 2 ** (32 - prefix));
}

const blockAt = (address: number, prefix: number): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
