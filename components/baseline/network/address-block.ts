import { BlockList, isIP } from "node:net";
import { METADATA_BLOCKS } from "../../../controls/metadata-addresses.js";

interface AddressBlock {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

/** @throws Error naming the value where it is no block in CIDR notation. */
function parsed(cidr: string): AddressBlock {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128))
    throw new Error(`cidr: must be a block such as "10.20.0.0/16" or "fd00::/64", got "${cidr}"`);
  return { address, family: version === 4 ? "ipv4" : "ipv6", prefix };
}

/** @throws Error naming the value where it is no block in CIDR notation. */
export function checkBlock(cidr: string): string {
  parsed(cidr);
  return cidr;
}

/** Whether one block lies in the other, or is the same. */
function within(inner: AddressBlock, outer: AddressBlock): boolean {
  if (inner.family !== outer.family || inner.prefix < outer.prefix) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.prefix, outer.family);
  return list.check(inner.address, inner.family);
}

/**
 * An `ipBlock` of networking.k8s.io/v1 without the metadata addresses of clouds (NSA-CLD-01).
 *
 * @throws Error where the block is none, or is itself such an address, or an exception lies outside it.
 */
export function guardedBlock(cidr: string, except: readonly string[]): { cidr: string; except?: string[] } {
  const block = parsed(cidr);
  const metadata = METADATA_BLOCKS.map((text) => ({ text, block: parsed(text) }));
  const inside = metadata.find((candidate) => within(block, candidate.block));
  if (inside !== undefined)
    throw new Error(`cidr: must not lie in ${inside.text}, where clouds have their metadata service, got "${cidr}"`);
  for (const hole of except)
    if (!within(parsed(hole), block) || parsed(hole).prefix === block.prefix)
      throw new Error(`except: must be blocks inside ${cidr} and smaller than it, got "${hole}"`);
  const own = except.map(parsed);
  const added = metadata
    .filter((candidate) => within(candidate.block, block) && !own.some((hole) => within(candidate.block, hole)))
    .map(({ text }) => text);
  const all = [...except, ...added];
  return all.length === 0 ? { cidr } : { cidr, except: all };
}
