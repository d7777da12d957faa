import { BlockList, isIP } from "node:net";

/** A block of addresses in CIDR notation. */
export interface AddressBlock {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

/** The block that a text states, such as `10.96.0.0/16`; `undefined` where it states none. */
export function addressBlock(text: string): AddressBlock | undefined {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, family: version === 4 ? "ipv4" : "ipv6", prefix };
}

/** What organisations use inside (RFC 1918). */
export const PRIVATE_IPV4: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Whether a block lies in one of those that are stated, or is one. */
export const withinOneOf = (inner: AddressBlock, stated: readonly string[]): boolean =>
  stated.some((text) => {
    const outer = addressBlock(text);
    return outer !== undefined && within(inner, outer);
  });

/** Whether one block lies in the other, or is the same. */
export function within(inner: AddressBlock, outer: AddressBlock): boolean {
  if (inner.family !== outer.family || inner.prefix < outer.prefix) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.prefix, outer.family);
  return list.check(inner.address, inner.family);
}
