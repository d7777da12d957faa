import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedAdministrators } from "../administrators.js";

/**
 * Entries that make the administrators of a cluster. Their names are made of the ARNs, so that one more or less touches
 * no other; an ARN that is not known yet has its place in the list.
 * @returns what everything else in the cluster has to wait for: from then on somebody can get in.
 */
export function createAdministrators(
  parent: pulumi.Resource,
  name: string,
  cluster: aws.eks.Cluster,
  administrators: readonly pulumi.Input<string>[],
  partition: pulumi.Output<string>,
): pulumi.CustomResource[] {
  const checked = checkedAdministrators(administrators);
  // They go with the cluster, and never before it: until its end somebody can get in.
  const options = { parent, deletedWith: cluster };
  return administrators.flatMap((administrator, index) => {
    const child = `${name}-administrator-${typeof administrator === "string" ? nameOf(administrator) : index}`;
    const principalArn = checked[index] as pulumi.Output<string>;
    const entry = new aws.eks.AccessEntry(
      child,
      { clusterName: cluster.name, principalArn, type: "STANDARD" },
      options,
    );
    const policy = new aws.eks.AccessPolicyAssociation(
      `${child}-policy`,
      {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      options,
    );
    return [entry, policy];
  });
}

/** The principal's own name, and what tells it from one of the same name in another path or account. */
function nameOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex").slice(0, 8);
  return `${arn.slice(arn.lastIndexOf("/") + 1)}-${digest}`;
}
