import { CLUSTER } from "../../aws/cluster.js";
import { onEnd } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/**
 * What forces a replacement: @pulumi/aws 7.48, `aws.eks.Cluster` (role, subnets' VPC, creator's rights, encryption,
 * name).
 */
export const noEksClusterDeletion = definePolicy({
  id: "no-eks-cluster-deletion",
  title: "Clusters must not be deleted or replaced by an update",
  rationale: "With a cluster go its objects, its certificates and everybody's way in; a replacement starts empty.",
  remediation:
    "Undo the change that forces the replacement, or state an exemption for this policy, by whom and until when, and run again.",
  fix: "undo the change, or state an exemption for it",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: [],
  examples: {
    good: [
      {
        name: "a cluster that stays",
        resources: [{ type: CLUSTER, props: { name: "prod" } }],
      },
    ],
    bad: [
      {
        name: "a deletion",
        resources: [{ type: CLUSTER, props: { name: "prod" }, end: "deletion" }],
        message: "cluster must not be deleted. Fix: undo the change, or state an exemption for it.",
      },
      {
        name: "a replacement",
        resources: [{ type: CLUSTER, props: { name: "prod" }, end: "replacement" }],
        message: "cluster must not be replaced. Fix: undo the change, or state an exemption for it.",
      },
    ],
  },
  subject: "deletion",
  types: [CLUSTER],
  check: (resource) => onEnd("cluster", resource),
});
