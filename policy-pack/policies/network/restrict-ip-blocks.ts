import { addressBlock } from "../../kubernetes/cidr.js";
import type { NetworkPeer } from "../../kubernetes/network-policy.js";
import { eachNetworkRule, ofPeers } from "../../kubernetes/network-verdicts.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

/** First and last address of each range; blocks nest, so that a block with both has the whole range. */
const PRIVATE = {
  ipv4: [
    ["10.0.0.0", "10.255.255.255"],
    ["172.16.0.0", "172.31.255.255"],
    ["192.168.0.0", "192.168.255.255"],
  ],
  ipv6: [["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]],
} as const;

/** Whether the block has none of the ranges, because it does not reach them or excepts them whole. */
function exceptsPrivate(
  { cidr = "", except }: NonNullable<NetworkPeer["ipBlock"]>,
  ranges: readonly (readonly [string, string])[],
): boolean {
  const block = addressBlock(cidr);
  return ranges.every(([first, last]) => {
    if (!block?.contains(first) && !block?.contains(last)) return true;
    return some(except, (item) => {
      const excepted = addressBlock(item);
      return [first, last].every((address) => excepted?.contains(address));
    });
  });
}

/** networking.k8s.io/v1 ipBlock. Ranges that are private: RFC 1918, RFC 4193. */
export const restrictIpBlocks = definePolicy({
  id: "restrict-ip-blocks",
  title: "Network policies must not allow wide blocks of addresses",
  rationale:
    "A wide block takes in the nodes, the control plane, the cloud's own services and every other network that is routed.",
  remediation:
    "Name the addresses that are needed. For the internet alone, except the private ranges: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, or fc00::/7.",
  fix: "name the addresses that are needed, or except the private ranges",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-07"],
  settings: {
    shortestIpv4Prefix: {
      type: "integer",
      default: 8,
      minimum: 0,
      maximum: 32,
      description:
        "The widest IPv4 block that may be allowed with private addresses in it, by the length of its prefix.",
    },
    shortestIpv6Prefix: {
      type: "integer",
      default: 32,
      minimum: 0,
      maximum: 128,
      description: "The same for IPv6.",
    },
  },
  examples: {
    good: [
      {
        name: "one network",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "10.20.0.0/16" } }], ports: [{ protocol: "TCP", port: 5432 }] }],
              },
            },
          },
        ],
      },
      {
        name: "the internet alone",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [
                  {
                    to: [
                      {
                        ipBlock: {
                          cidr: "0.0.0.0/0",
                          except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
                        },
                      },
                    ],
                    ports: [{ protocol: "TCP", port: 443 }],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "IPv6 without what is local",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [
                  {
                    to: [{ ipBlock: { cidr: "::/0", except: ["fc00::/7"] } }],
                    ports: [{ protocol: "TCP", port: 443 }],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "a wider one that the organisation allows",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/7" } }], ports: [{ protocol: "TCP", port: 443 }] }],
              },
            },
          },
        ],
        settings: { shortestIpv4Prefix: 6 },
      },
    ],
    bad: [
      {
        name: "everything",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: 443 }] }],
              },
            },
          },
        ],
        message:
          "egress rule must not allow a block wider than /8 (spec.egress[0].to[0].ipBlock.cidr). Fix: name the addresses that are needed, or except the private ranges.",
      },
      {
        name: "half of everything",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [
                  { from: [{ podSelector: { matchLabels: { app: "web" } } }, { ipBlock: { cidr: "128.0.0.0/1" } }] },
                ],
              },
            },
          },
        ],
        message:
          "ingress rule must not allow a block wider than /8 (spec.ingress[0].from[1].ipBlock.cidr). Fix: name the addresses that are needed, or except the private ranges.",
      },
      {
        name: "some of the private ranges only",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/9", "192.168.0.0/16"] } }] }],
              },
            },
          },
        ],
        message:
          "egress rule must not allow a block wider than /8 (spec.egress[0].to[0].ipBlock.cidr). Fix: name the addresses that are needed, or except the private ranges.",
      },
      {
        name: "everything over IPv6",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }] },
            },
          },
        ],
        message:
          "egress rule must not allow a block wider than /32 (spec.egress[0].to[0].ipBlock.cidr). Fix: name the addresses that are needed, or except the private ranges.",
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/NetworkPolicy"],
  check: (object, _context, { shortestIpv4Prefix, shortestIpv6Prefix }) =>
    eachNetworkRule(object, (rule, path) =>
      ofPeers(
        rule,
        path,
        ({ ipBlock }) => {
          const block = addressBlock(ipBlock?.cidr ?? "");
          if (ipBlock === undefined || block === undefined) return undefined;
          const shortest = block.family === "ipv4" ? shortestIpv4Prefix : shortestIpv6Prefix;
          const isWide = block.prefix < shortest && !exceptsPrivate(ipBlock, PRIVATE[block.family]);
          return isWide ? `must not allow a block wider than /${shortest}` : undefined;
        },
        "ipBlock.cidr",
      ),
    ),
});
