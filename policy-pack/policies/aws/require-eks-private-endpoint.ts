import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "VpcConfigRequest": `endpointPrivateAccess` is off unless it is set. */
export const requireEksPrivateEndpoint = definePolicy({
  id: "require-eks-private-endpoint",
  title: "Clusters must have a private endpoint",
  rationale: "Without a private endpoint nodes and people reach the API server over the internet alone.",
  remediation: "Set vpcConfig.endpointPrivateAccess to true.",
  fix: "set vpcConfig.endpointPrivateAccess=true",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["CIS-EKS-5.4.2", "NSA-CP-02"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a private endpoint",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"], endpointPrivateAccess: true } } }],
      },
    ],
    bad: [
      {
        name: "the provider's default",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        message:
          "cluster must set endpointPrivateAccess=true (vpcConfig). Fix: set vpcConfig.endpointPrivateAccess=true.",
      },
      {
        name: "none",
        resources: [
          {
            type: CLUSTER,
            props: { vpcConfig: { subnetIds: ["subnet-1"], endpointPrivateAccess: false, endpointPublicAccess: true } },
          },
        ],
        message:
          "cluster must set endpointPrivateAccess=true (vpcConfig). Fix: set vpcConfig.endpointPrivateAccess=true.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "vpcConfig", () =>
      clusterOf(resource).vpcConfig?.endpointPrivateAccess === true
        ? undefined
        : { missing: "must set endpointPrivateAccess=true", fix: set("vpcConfig.endpointPrivateAccess", true) },
    ),
});
