import { BlockList, isIP } from "node:net";

/** Addresses of one prefix, e.g. `10.0.0.0/8` or `fd00::/8`. */
export interface AddressBlock {
  readonly family: "ipv4" | "ipv6";
  /** From 0 to 32 or 128; the shorter, the wider. */
  readonly prefix: number;
  readonly contains: (address: string) => boolean;
}

/** Reads a block in CIDR notation; `undefined` where it is none, which the API server refuses. */
export function addressBlock(cidr: string): AddressBlock | undefined {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(address, prefix, family);
  return {
    family,
    prefix,
    // An address of the other family is in no block, though Node maps IPv4 into IPv6.
    contains: (other) => isIP(other) === version && block.check(other, family),
  };
}
