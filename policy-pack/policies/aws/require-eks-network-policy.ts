import { ADDON, addonOf } from "../../aws/addon.js";
import { onResource } from "../../aws/verdicts.js";
import { child } from "../../kubernetes/object.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/**
 * Amazon EKS user guide, "Restrict Pod network traffic with Kubernetes network policies": `enableNetworkPolicy`, a
 * text, at the top; off unless it is set.
 */
export const requireEksNetworkPolicy = definePolicy({
  id: "require-eks-network-policy",
  title: "The VPC CNI add-on must enforce network policies",
  rationale: "Without it every NetworkPolicy in the cluster is accepted and none is obeyed.",
  remediation: 'Set configurationValues of the add-on vpc-cni to JSON with "enableNetworkPolicy": "true".',
  fix: 'set enableNetworkPolicy to "true" in configurationValues',
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-4.3.1", "CIS-EKS-5.4.4", "NSA-NET-04"],
  examples: {
    good: [
      {
        name: "on",
        resources: [
          { type: ADDON, props: { addonName: "vpc-cni", configurationValues: '{"enableNetworkPolicy": "true"}' } },
        ],
      },
      { name: "another add-on", resources: [{ type: ADDON, props: { addonName: "coredns" } }] },
    ],
    bad: [
      {
        name: "nothing said",
        resources: [{ type: ADDON, props: { addonName: "vpc-cni", addonVersion: "v1.23.1-eksbuild.1" } }],
        message:
          'add-on must set enableNetworkPolicy (configurationValues). Fix: set enableNetworkPolicy to "true" in configurationValues.',
      },
      {
        name: "off",
        resources: [
          { type: ADDON, props: { addonName: "vpc-cni", configurationValues: '{"enableNetworkPolicy": "false"}' } },
        ],
        message:
          'add-on must set enableNetworkPolicy (configurationValues). Fix: set enableNetworkPolicy to "true" in configurationValues.',
      },
      {
        name: "in a wrong place, where it does nothing",
        resources: [
          {
            type: ADDON,
            props: { addonName: "vpc-cni", configurationValues: '{"env": {"enableNetworkPolicy": "true"}}' },
          },
        ],
        message:
          'add-on must set enableNetworkPolicy (configurationValues). Fix: set enableNetworkPolicy to "true" in configurationValues.',
      },
    ],
  },
  subject: "resource",
  types: [ADDON],
  check: (resource) =>
    onResource("add-on", "configurationValues", () => {
      const { name, values } = addonOf(resource);
      const isOff = all(
        () => name() === "vpc-cni",
        () => String(child(values(), "enableNetworkPolicy")) !== "true",
      );
      return isOff ? { missing: "must set enableNetworkPolicy" } : undefined;
    }),
});
