import { addressBlock } from "../kubernetes/cidr.js";
import { some } from "../unknown.js";

/** First and last number of a block of addresses, in its family. */
interface Range {
  readonly family: "ipv4" | "ipv6";
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { ipv4: 32n, ipv6: 128n } as const;

/** Wider than this nobody's own network is: such a block, or several that make one up, is everybody. */
const WIDEST = { ipv4: 1n << 24n, ipv6: 1n << 96n } as const;

/** The block as a range; `undefined` for what is no block, which AWS refuses. */
export function rangeOf(cidr: string): Range | undefined {
  const text = cidr.trim();
  const block = addressBlock(text);
  if (block === undefined) return undefined;
  const address = numberOf(text.slice(0, text.indexOf("/")), block.family);
  const size = 1n << (BITS[block.family] - BigInt(block.prefix));
  const first = address - (address % size);
  return { family: block.family, first, last: first + size - 1n };
}

function numberOf(address: string, family: Range["family"]): bigint {
  if (family === "ipv4") return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // The URL parser writes every form, with `::` or with IPv4 in it, in groups of hexadecimal digits.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const middle = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...middle, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Blocks that are no part of the internet: RFC 1918, 6598, 3927, 1122, 4193, 4291. */
const PRIVATE = [
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
  ...["fc00::/7", "fe80::/10", "::1/128"],
].flatMap((cidr) => rangeOf(cidr) ?? []);

const within = (inner: Range, outer: Range): boolean =>
  inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;

/** Whether one of the blocks has every address of the block. */
export function isWithin(cidr: string, blocks: readonly string[]): boolean {
  const range = rangeOf(cidr);
  return (
    range !== undefined && blocks.some((block) => within(range, rangeOf(block) ?? { ...range, first: 1n, last: 0n }))
  );
}

/**
 * Whether blocks let everybody in: `0.0.0.0/0`, `::/0`, and parts of them that are no private network and, alone or with
 * the others, are wider than any organisation's own, as `0.0.0.0/1` with `128.0.0.0/1` is.
 *
 * @throws UnknownRead where one of them is unknown and no other decides.
 */
export function isOpen(cidrs: readonly string[]): boolean {
  return some(cidrs, (cidr) => covers([cidr])) || covers(cidrs);
}

function covers(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => rangeOf(cidr) ?? []);
  const outside = ranges.filter((range) => !PRIVATE.some((block) => within(range, block)));
  return (["ipv4", "ipv6"] as const).some((family) => {
    const own = outside.filter((range) => range.family === family);
    return own.reduce((sum, { first, last }) => sum + last - first + 1n, 0n) > WIDEST[family];
  });
}
