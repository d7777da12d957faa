import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Account, managedPolicyArn } from "../account.js";
import { trustService } from "../policy-document.js";

export interface NodeRoleArgs {
  readonly account: Account;
  readonly description: pulumi.Input<string>;
  readonly allowSessionManager: boolean;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

export interface NodeRole {
  readonly role: aws.iam.Role;
  /** Without them a node does not start: whatever starts nodes waits for them, and goes before them. */
  readonly rights: readonly aws.iam.RolePolicyAttachment[];
}

/**
 * What a node may do in AWS: find out about itself, get credentials of Pod Identity for its pods, and pull images. Nothing
 * of networks: the CNI has a role of its own. EC2 names no source when it takes on a role, so that none can be demanded.
 */
export function createNodeRole(parent: pulumi.Resource, name: string, args: NodeRoleArgs): NodeRole {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: args.description,
      assumeRolePolicy: trustService("ec2.amazonaws.com"),
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    },
    { parent },
  );
  const policies: Readonly<Record<string, string>> = {
    worker: "AmazonEKSWorkerNodeMinimalPolicy",
    pull: "AmazonEC2ContainerRegistryPullOnly",
    ...(args.allowSessionManager ? { "session-manager": "AmazonSSMManagedInstanceCore" } : {}),
  };
  const rights = Object.entries(policies).map(
    ([key, policy]) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-role-${key}`,
        { role: role.name, policyArn: managedPolicyArn(args.account, policy) },
        { parent },
      ),
  );
  return { role, rights };
}
