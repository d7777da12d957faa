import { CLUSTER, clusterOf, isPublic } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "VpcConfigRequest": `endpointPublicAccess` is on unless it is set. */
export const noEksPublicEndpoint = definePolicy({
  id: "no-eks-public-endpoint",
  title: "Clusters must not have a public endpoint",
  rationale:
    "An API server on the internet is found within minutes, and is then one stolen credential or one flaw away from being taken.",
  remediation:
    "Set vpcConfig.endpointPublicAccess to false, and reach the API server by a VPN, a bastion or runners in the VPC.",
  fix: "set vpcConfig.endpointPublicAccess=false",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.4.2", "NSA-CP-02"],
  examples: {
    good: [
      {
        name: "no public endpoint",
        resources: [
          {
            type: CLUSTER,
            props: { vpcConfig: { subnetIds: ["subnet-1"], endpointPrivateAccess: true, endpointPublicAccess: false } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the provider's default",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"], endpointPrivateAccess: true } } }],
        message:
          "cluster must set endpointPublicAccess=false (vpcConfig). Fix: set vpcConfig.endpointPublicAccess=false.",
      },
      {
        name: "one for certain addresses",
        resources: [
          {
            type: CLUSTER,
            props: {
              vpcConfig: { subnetIds: ["subnet-1"], endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] },
            },
          },
        ],
        message:
          "cluster must set endpointPublicAccess=false (vpcConfig). Fix: set vpcConfig.endpointPublicAccess=false.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "vpcConfig", () =>
      isPublic(clusterOf(resource)) ? { missing: "must set endpointPublicAccess=false" } : undefined,
    ),
});
