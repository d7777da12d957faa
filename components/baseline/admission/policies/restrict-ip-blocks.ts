import { contains, NETWORK_POLICY_RULES, NETWORK_VARIABLES, someBlock } from "../cel/network.js";
import { objectPolicy } from "../cel/objects.js";

/** First and last address of each private range (RFC 1918, RFC 4193); blocks nest: one with both has the whole range. */
const PRIVATE = {
  4: [
    ["10.0.0.0", "10.255.255.255"],
    ["172.16.0.0", "172.31.255.255"],
    ["192.168.0.0", "192.168.255.255"],
  ],
  6: [["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]],
} as const;

/** In CEL: whether the block `b` has a private range, or a part of one, that it does not except whole. */
const hasPrivate = (family: 4 | 6): string =>
  PRIVATE[family]
    .map(
      ([first, last]) =>
        `((${contains("b.cidr", first)} || ${contains("b.cidr", last)}) && ` +
        `!b.?except.orValue([]).exists(e, ${contains("e", first)} && ${contains("e", last)}))`,
    )
    .join(" || ");

const isWide = (family: 4 | 6, shortest: string): string =>
  `cidr(b.cidr).ip().family() == ${family} && cidr(b.cidr).prefixLength() < ${shortest} && (${hasPrivate(family)})`;

export const restrictIpBlocks = objectPolicy({
  id: "restrict-ip-blocks",
  rules: NETWORK_POLICY_RULES,
  judged: "it.spec",
  settings: ["shortestIpv4Prefix", "shortestIpv6Prefix"],
  variables: NETWORK_VARIABLES,
  checks: [
    {
      breach: someBlock(isWide(4, "variables.shortestIpv4Prefix")),
      must: "must not allow a block of addresses that wide",
    },
    {
      breach: someBlock(isWide(6, "variables.shortestIpv6Prefix")),
      must: "must not allow a block of addresses that wide",
    },
  ],
  fix: "name the addresses that are needed, or except the private ranges",
});
