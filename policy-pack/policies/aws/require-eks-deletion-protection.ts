import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "CreateCluster": `deletionProtection` is off unless it is set. */
export const requireEksDeletionProtection = definePolicy({
  id: "require-eks-deletion-protection",
  title: "Clusters must be protected against deletion",
  rationale:
    "One call with a stolen or a careless hand deletes the cluster; with the protection it takes two, and the first is noticed.",
  remediation: "Set deletionProtection to true. To delete the cluster, switch it off in an update before.",
  fix: "set deletionProtection=true",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: [],
  fixable: true,
  examples: {
    good: [{ name: "protected", resources: [{ type: CLUSTER, props: { deletionProtection: true } }] }],
    bad: [
      {
        name: "the default",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        message: "cluster must set deletionProtection=true (deletionProtection). Fix: set deletionProtection=true.",
      },
      {
        name: "off",
        resources: [{ type: CLUSTER, props: { deletionProtection: false } }],
        message: "cluster must set deletionProtection=true (deletionProtection). Fix: set deletionProtection=true.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "deletionProtection", () =>
      clusterOf(resource).deletionProtection === true
        ? undefined
        : { missing: "must set deletionProtection=true", fix: set("deletionProtection", true) },
    ),
});
