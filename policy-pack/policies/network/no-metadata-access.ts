import { METADATA_ADDRESSES } from "../../../controls/metadata-addresses.js";
import { letsThrough, reaches } from "../../kubernetes/network-policy.js";
import { eachNetworkRule, ofPeers, ofRule } from "../../kubernetes/network-verdicts.js";
import { definePolicy } from "../../policy.js";

/** networking.k8s.io/v1 NetworkPolicy, egress. */
export const noMetadataAccess = definePolicy({
  id: "no-metadata-access",
  title: "Network policies must not let pods reach the cloud's metadata service",
  rationale:
    "The metadata service gives the credentials of the node to whoever asks, a pod that was broken into included.",
  remediation:
    "Except the addresses of the metadata service from the block: 169.254.0.0/16, fd00:ec2::/32, 168.63.129.16/32, 100.100.100.200/32.",
  fix: "except 169.254.0.0/16 and the other metadata addresses from the block",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: ["NSA-CLD-01"],
  examples: {
    good: [
      {
        name: "excepted",
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
                          except: ["169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32"],
                        },
                      },
                    ],
                    ports: [{ protocol: "TCP", port: 443 }],
                  },
                  { to: [{ ipBlock: { cidr: "::/0", except: ["fd00:ec2::/32", "fd20:ce::254/128"] } }] },
                ],
              },
            },
          },
        ],
      },
      {
        name: "a block without it",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] },
            },
          },
        ],
      },
      {
        name: "ports that it does not listen on",
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
                    to: [{ ipBlock: { cidr: "169.254.0.0/16" } }],
                    ports: [{ protocol: "UDP", port: 53 }, { port: 443 }],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "ingress from everywhere",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] },
            },
          },
        ],
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
                egress: [
                  { to: [{ podSelector: { matchLabels: { app: "web" } } }, { ipBlock: { cidr: "0.0.0.0/0" } }] },
                ],
              },
            },
          },
        ],
        message:
          "egress rule must not reach the metadata service at 169.254.169.254 (spec.egress[0].to[1]). Fix: except 169.254.0.0/16 and the other metadata addresses from the block.",
      },
      {
        name: "no peers",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ protocol: "TCP", port: 80 }] }] },
            },
          },
        ],
        message:
          "egress rule must not reach the metadata service at 169.254.169.254 (spec.egress[0]). Fix: except 169.254.0.0/16 and the other metadata addresses from the block.",
      },
      {
        name: "over IPv6",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "fd00::/8", except: ["fd00:ec2::254/128"] } }] }],
              },
            },
          },
        ],
        message:
          "egress rule must not reach the metadata service at fd00:ec2::23 (spec.egress[0].to[0]). Fix: except 169.254.0.0/16 and the other metadata addresses from the block.",
      },
      {
        name: "only one of its addresses excepted",
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
                    to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
                    ports: [{ port: 1, endPort: 1024 }],
                  },
                ],
              },
            },
          },
        ],
        message:
          "egress rule must not reach the metadata service at 169.254.170.2 (spec.egress[0].to[0]). Fix: except 169.254.0.0/16 and the other metadata addresses from the block.",
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/NetworkPolicy"],
  check: (object) =>
    eachNetworkRule(object, (rule, path) => {
      if (rule.direction === "ingress") return [];
      const refused = (address: string | undefined): string | undefined =>
        address === undefined || !letsThrough(rule.ports(), 80)
          ? undefined
          : `must not reach the metadata service at ${address}`;
      return [
        ...ofRule(rule, path, () => {
          const requirement = (rule.peers()?.length ?? 0) === 0 ? refused(METADATA_ADDRESSES[0]) : undefined;
          return requirement === undefined ? undefined : { requirement, field: "to" };
        }),
        ...ofPeers(rule, path, ({ ipBlock }) =>
          refused(ipBlock && METADATA_ADDRESSES.find((address) => reaches(ipBlock, address))),
        ),
      ];
    }),
});
