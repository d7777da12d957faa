import { METADATA_BLOCKS } from "../../../controls/metadata-addresses.js";
import { type AddressBlock, addressBlock, within } from "../../cidr.js";

/** @throws Error naming the value where it is no block in CIDR notation. */
function parsed(cidr: string): AddressBlock {
  const block = addressBlock(cidr);
  if (block !== undefined) return block;
  throw new Error(`cidr: must be a block such as "10.20.0.0/16" or "fd00::/64", got "${cidr}"`);
}

/** The block that one address is. */
export const hostBlock = (address: string): string => `${address}/${address.includes(":") ? 128 : 32}`;

/** @throws Error naming the value where it is no block in CIDR notation. */
export function checkBlock(cidr: string): string {
  parsed(cidr);
  return cidr;
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
