import { ADDON, addonOf } from "../../aws/addon.js";
import { CLUSTER, clusterOf, isAutoMode } from "../../aws/cluster.js";
import { namesResource, ofType } from "../../aws/relations.js";
import type { Resource } from "../../policy.js";
import { definePolicy } from "../../policy.js";
import { all, some } from "../../unknown.js";
import { attempt, type Verdict } from "../../verdict.js";

/**
 * Amazon EKS user guide, "Amazon VPC CNI": a cluster gets it unmanaged and without network policies unless
 * `bootstrapSelfManagedAddons` is off; Auto Mode has its own.
 */
export const requireEksNetworkPolicyEngine = definePolicy({
  id: "require-eks-network-policy-engine",
  title: "Clusters must have something that enforces network policies",
  rationale: "The network plug-in that a cluster comes with accepts every NetworkPolicy and obeys none.",
  remediation:
    "Add an aws.eks.Addon vpc-cni with enableNetworkPolicy, switch Auto Mode on, or set bootstrapSelfManagedAddons to false and install another plug-in.",
  fix: "add the add-on vpc-cni with network policies, or use Auto Mode",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-4.3.1", "CIS-EKS-5.4.4", "NSA-NET-04"],
  examples: {
    good: [
      {
        name: "the add-on",
        resources: [
          { type: CLUSTER, name: "prod", props: { name: "prod" } },
          {
            type: ADDON,
            name: "cni",
            props: { clusterName: "prod", addonName: "vpc-cni" },
            dependencies: { clusterName: ["prod"] },
          },
        ],
      },
      { name: "Auto Mode", resources: [{ type: CLUSTER, name: "prod", props: { computeConfig: { enabled: true } } }] },
      {
        name: "another plug-in",
        resources: [{ type: CLUSTER, name: "prod", props: { bootstrapSelfManagedAddons: false } }],
      },
    ],
    bad: [
      {
        name: "what it comes with",
        resources: [{ type: CLUSTER, name: "prod", props: { version: "1.35" } }],
        message:
          "cluster must have the add-on vpc-cni (version). Fix: add the add-on vpc-cni with network policies, or use Auto Mode.",
      },
      {
        name: "another add-on",
        resources: [
          { type: CLUSTER, name: "prod", props: { name: "prod" } },
          {
            type: ADDON,
            name: "dns",
            props: { clusterName: "prod", addonName: "coredns" },
            dependencies: { clusterName: ["prod"] },
          },
        ],
        message:
          "cluster must have the add-on vpc-cni (version). Fix: add the add-on vpc-cni with network policies, or use Auto Mode.",
      },
    ],
  },
  subject: "stack",
  types: [CLUSTER, ADDON],
  check: (resources) =>
    new Map(
      ofType(resources, CLUSTER).map((cluster): [Resource, readonly Verdict[]] => [
        cluster,
        attempt(() => {
          const isOpen = all(
            () => !isAutoMode(clusterOf(cluster)),
            () => clusterOf(cluster).bootstrapSelfManagedAddons !== false,
            () =>
              !some(ofType(resources, ADDON), (addon) =>
                all(
                  () => addonOf(addon).name() === "vpc-cni",
                  () => namesResource(addon, "clusterName", cluster),
                ),
              ),
          );
          return isOpen
            ? { subject: "cluster", path: "version", requirement: "must have the add-on vpc-cni" }
            : undefined;
        }),
      ]),
    ),
});
