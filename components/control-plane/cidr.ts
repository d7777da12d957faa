import { type AddressBlock, addressBlock, within } from "../cidr.js";
import { refuse } from "../refusal.js";

/** A block of addresses, and how it was stated. */
export interface Cidr extends AddressBlock {
  readonly text: string;
}

/** @throws Error naming the input when `text` is no block of addresses, such as `10.96.0.0/16`. */
export function cidr(input: string, text: string): Cidr {
  const block = addressBlock(text);
  if (block === undefined)
    return refuse(input, 'be a block of addresses such as "10.96.0.0/16" or "fd00:10:96::/112"', text);
  return { text, ...block };
}

/** Whether two blocks have an address in common. */
export const overlap = (one: Cidr, other: Cidr): boolean => within(one, other) || within(other, one);

/**
 * Checks that no two blocks have an address in common.
 * @throws Error naming both inputs and their values.
 */
export function distinctCidrs(blocks: Readonly<Record<string, readonly Cidr[]>>): void {
  const all = Object.entries(blocks).flatMap(([input, list]) => list.map((block) => ({ input, block })));
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1))
      if (overlap(one.block, other.block))
        refuse(other.input, `not overlap with ${one.input} ${one.block.text}`, other.block.text);
}
