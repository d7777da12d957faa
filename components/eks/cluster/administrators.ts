import { createHash } from "node:crypto";
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { AccessPolicy, createAccessEntry } from "../access/entry.js";
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
  checkedAdministrators(administrators);
  return administrators.flatMap((principalArn, index) => {
    const { entry, associations } = createAccessEntry(
      `${name}-administrator-${typeof principalArn === "string" ? nameOf(principalArn) : index}`,
      `administrators[${index}]`,
      { principalArn, policies: [{ policy: AccessPolicy.ClusterAdmin }], allowClusterAdmin: true },
      {
        parent,
        clusterName: cluster.name,
        partition,
        // They go with the cluster, and never before it: until its end somebody can get in.
        options: { deletedWith: cluster },
      },
    );
    return [entry, ...associations];
  });
}

/** The principal's own name, and what tells it from one of the same name in another path or account. */
function nameOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex").slice(0, 8);
  return `${arn.slice(arn.lastIndexOf("/") + 1)}-${digest}`;
}
