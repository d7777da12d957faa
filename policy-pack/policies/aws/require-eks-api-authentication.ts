import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/**
 * Amazon EKS API reference, "CreateAccessConfigRequest": CONFIG_MAP unless it is set. From CONFIG_MAP the way leads
 * over API_AND_CONFIG_MAP.
 */
export const requireEksApiAuthentication = definePolicy({
  id: "require-eks-api-authentication",
  title: "Clusters must grant access by access entries alone",
  rationale:
    "Beside access entries the aws-auth ConfigMap makes an administrator of whoever can write it, unseen by IAM and CloudTrail.",
  remediation:
    "Make access entries for everybody, then set accessConfig.authenticationMode to API_AND_CONFIG_MAP, and to API in a second update.",
  fix: "set accessConfig.authenticationMode=API",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-EKS-4.1.7", "CIS-EKS-5.5.1", "NSA-AUTH-01"],
  examples: {
    good: [
      {
        name: "access entries",
        resources: [
          {
            type: CLUSTER,
            props: { accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        message:
          "cluster must set authenticationMode=API (accessConfig). Fix: set accessConfig.authenticationMode=API.",
      },
      {
        name: "both ways",
        resources: [{ type: CLUSTER, props: { accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } } }],
        message:
          "cluster must set authenticationMode=API (accessConfig). Fix: set accessConfig.authenticationMode=API.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "accessConfig", () =>
      clusterOf(resource).accessConfig?.authenticationMode === "API"
        ? undefined
        : { missing: "must set authenticationMode=API" },
    ),
});
