import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Account, clusterArn, managedPolicyArn, serviceHost } from "../account.js";
import { policyDocument, type Statement, trustService } from "../policy-document.js";

const EVERY_CLUSTER = ["AmazonEKSClusterPolicy"];
/** What EKS does itself in Auto Mode, by its own managed policies. */
const AUTO_MODE = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

export interface ClusterRoleSpec {
  readonly account: Account;
  readonly clusterName: pulumi.Input<string>;
  readonly autoMode: boolean;
  /** Key of volumes; in Auto Mode the cluster's role starts the nodes. */
  readonly volumesKeyArn?: pulumi.Input<string> | undefined;
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * The role in which EKS works for the cluster.
 * @returns the role, and the policies that must outlive the cluster: without them EKS cannot clean up behind itself.
 */
export function createClusterRole(
  parent: pulumi.Resource,
  name: string,
  { account, clusterName, autoMode, volumesKeyArn, permissionsBoundary, tags }: ClusterRoleSpec,
): { role: aws.iam.Role; policies: pulumi.Resource[] } {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      assumeRolePolicy: trustService("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], {
        StringEquals: { "aws:SourceAccount": account.accountId },
        ArnEquals: { "aws:SourceArn": clusterArn(account, clusterName) },
      }),
      permissionsBoundary,
      tags,
    },
    { parent },
  );
  const attached = [...EVERY_CLUSTER, ...(autoMode ? AUTO_MODE : [])].map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-role-${policy}`,
        { role: role.name, policyArn: managedPolicyArn(account, policy) },
        { parent },
      ),
  );
  if (!autoMode || volumesKeyArn === undefined) return { role, policies: attached };
  const volumes = new aws.iam.RolePolicy(
    `${name}-role-volumes`,
    { role: role.name, policy: policyDocument(volumeKeyUse(account, volumesKeyArn)) },
    { parent },
  );
  return { role, policies: [...attached, volumes] };
}

const volumeKeyUse = (account: Account, key: pulumi.Input<string>): Statement[] => [
  {
    Sid: "UseForVolumes",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: key,
    Condition: { StringEquals: { "kms:ViaService": serviceHost(account, "ec2") } },
  },
  {
    Sid: "GrantForVolumes",
    Effect: "Allow",
    Action: "kms:CreateGrant",
    Resource: key,
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  },
];
