import { BlockList, isIP } from "node:net";
import { refuse } from "./refusal.js";

/** A block of addresses. */
export interface Cidr {
  readonly text: string;
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  readonly prefix: number;
}

/** @throws Error naming the input when `text` is no block of addresses, such as `10.96.0.0/16`. */
export function cidr(input: string, text: string): Cidr {
  const [address = "", length = "", ...rest] = text.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > most)
    return refuse(input, 'be a block of addresses such as "10.96.0.0/16" or "fd00:10:96::/112"', text);
  return { text, family: version === 4 ? "ipv4" : "ipv6", address, prefix: Number(length) };
}

/** Whether two blocks have an address in common. */
export function overlap(one: Cidr, other: Cidr): boolean {
  if (one.family !== other.family) return false;
  const [wide, narrow] = one.prefix <= other.prefix ? [one, other] : [other, one];
  const block = new BlockList();
  block.addSubnet(wide.address, wide.prefix, wide.family);
  return block.check(narrow.address, narrow.family);
}

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
