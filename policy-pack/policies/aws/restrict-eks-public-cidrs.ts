import { isOpen, isWithin } from "../../aws/cidr.js";
import { CLUSTER, clusterOf, isPublic } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all, some } from "../../unknown.js";

/** Amazon EKS API reference, "VpcConfigRequest": `publicAccessCidrs` is 0.0.0.0/0 unless it is set. */
export const restrictEksPublicCidrs = definePolicy({
  id: "restrict-eks-public-cidrs",
  title: "Public endpoints of clusters must be open to named addresses alone",
  rationale:
    "A public endpoint without a list of addresses lets the whole internet try credentials and flaws against the API server.",
  remediation:
    "List in vpcConfig.publicAccessCidrs the addresses from which people and runners come, or switch the public endpoint off.",
  fix: "list the addresses that are needed, or switch the public endpoint off",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["CIS-EKS-5.4.1", "NSA-CP-01"],
  settings: {
    allowedCidrs: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Blocks of addresses from which public endpoints may be reached, in CIDR notation. Empty: any but everybody's.",
    },
  },
  examples: {
    good: [
      {
        name: "no public endpoint",
        resources: [{ type: CLUSTER, props: { vpcConfig: { endpointPublicAccess: false } } }],
      },
      {
        name: "an office",
        resources: [
          {
            type: CLUSTER,
            props: {
              vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24", "198.51.100.7/32"] },
            },
          },
        ],
      },
      {
        name: "a block that is allowed",
        resources: [{ type: CLUSTER, props: { vpcConfig: { publicAccessCidrs: ["192.0.2.128/25"] } } }],
        settings: { allowedCidrs: ["192.0.2.0/24"] },
      },
    ],
    bad: [
      {
        name: "the default, which is everybody",
        resources: [{ type: CLUSTER, props: { vpcConfig: { endpointPrivateAccess: true } } }],
        message:
          "cluster must set publicAccessCidrs (vpcConfig). Fix: list the addresses that are needed, or switch the public endpoint off.",
      },
      {
        name: "everybody",
        resources: [{ type: CLUSTER, props: { vpcConfig: { publicAccessCidrs: ["192.0.2.0/24", "0.0.0.0/0"] } } }],
        message:
          "cluster must not be open to everybody (vpcConfig.publicAccessCidrs). Fix: list the addresses that are needed, or switch the public endpoint off.",
      },
      {
        name: "everybody by IPv6",
        resources: [{ type: CLUSTER, props: { vpcConfig: { publicAccessCidrs: ["::/0"] } } }],
        message:
          "cluster must not be open to everybody (vpcConfig.publicAccessCidrs). Fix: list the addresses that are needed, or switch the public endpoint off.",
      },
      {
        name: "everybody in two halves",
        resources: [{ type: CLUSTER, props: { vpcConfig: { publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"] } } }],
        message:
          "cluster must not be open to everybody (vpcConfig.publicAccessCidrs). Fix: list the addresses that are needed, or switch the public endpoint off.",
      },
      {
        name: "a block that is not allowed",
        resources: [
          { type: CLUSTER, props: { vpcConfig: { publicAccessCidrs: ["192.0.2.0/24", "198.51.100.0/24"] } } },
        ],
        settings: { allowedCidrs: ["192.0.2.0/24"] },
        message:
          "cluster must not be open to addresses beyond allowedCidrs (vpcConfig.publicAccessCidrs). Fix: list the addresses that are needed, or switch the public endpoint off.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource, _, { allowedCidrs }) => {
    const cluster = clusterOf(resource);
    const ifPublic = (holds: (cidrs: readonly string[]) => boolean): boolean =>
      all(
        () => isPublic(cluster),
        () => holds(cluster.vpcConfig?.publicAccessCidrs ?? []),
      );
    return [
      ...onResource("cluster", "vpcConfig", () =>
        ifPublic((cidrs) => cidrs.length === 0) ? { missing: "must set publicAccessCidrs" } : undefined,
      ),
      ...onResource("cluster", "vpcConfig.publicAccessCidrs", () => {
        if (ifPublic(isOpen)) return "must not be open to everybody";
        const isForeign = (cidr: string): boolean => !isWithin(cidr, allowedCidrs);
        return allowedCidrs.length > 0 && ifPublic((cidrs) => some(cidrs, isForeign))
          ? "must not be open to addresses beyond allowedCidrs"
          : undefined;
      }),
    ];
  },
});
