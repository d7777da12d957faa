import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/**
 * Amazon EKS API reference, "CreateAccessConfigRequest": `bootstrapClusterCreatorAdminPermissions` is true unless it
 * is set, and cannot be changed.
 */
export const noEksCreatorAdmin = definePolicy({
  id: "no-eks-creator-admin",
  title: "Clusters must not make their creator an administrator",
  rationale:
    "Whoever creates the cluster, mostly a pipeline, stays its administrator, and no access entry in the program says so.",
  remediation:
    "Set accessConfig.bootstrapClusterCreatorAdminPermissions to false and make access entries for the administrators. Of a cluster that exists it replaces the cluster: delete the creator's access entry there instead, and state an exemption.",
  fix: "set accessConfig.bootstrapClusterCreatorAdminPermissions=false",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-EKS-4.1.1", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "no right for the creator",
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
        resources: [{ type: CLUSTER, props: { accessConfig: { authenticationMode: "API" } } }],
        message:
          "cluster must set bootstrapClusterCreatorAdminPermissions=false (accessConfig). Fix: set accessConfig.bootstrapClusterCreatorAdminPermissions=false.",
      },
      {
        name: "on",
        resources: [{ type: CLUSTER, props: { accessConfig: { bootstrapClusterCreatorAdminPermissions: true } } }],
        message:
          "cluster must set bootstrapClusterCreatorAdminPermissions=false (accessConfig). Fix: set accessConfig.bootstrapClusterCreatorAdminPermissions=false.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "accessConfig", () =>
      clusterOf(resource).accessConfig?.bootstrapClusterCreatorAdminPermissions === false
        ? undefined
        : { missing: "must set bootstrapClusterCreatorAdminPermissions=false" },
    ),
});
