import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import type { Account } from "../account.js";
import { policyDocument } from "../policy-document.js";
import { managedPolicyArn, rolePolicy } from "./checks.js";
import { workloadRoleName } from "./role-name.js";
import type { Workload } from "./trust.js";

/** What a role may do. */
export interface RoleGrants {
  readonly policy?: pulumi.Input<string> | undefined;
  readonly managedPolicyArns?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  readonly targetRoleArn?: pulumi.Input<string> | undefined;
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The role, and what gives it its rights: whoever uses it waits for both. */
export interface WorkloadRole {
  readonly role: aws.iam.Role;
  readonly grants: readonly pulumi.CustomResource[];
}

/** Makes the role `${name}-role` of a service account, with its rights. */
export function createWorkloadRole(
  parent: pulumi.Resource,
  name: string,
  account: Account,
  workload: Workload,
  trust: pulumi.Input<string>,
  given: RoleGrants,
): WorkloadRole {
  const { policy, managedPolicyArns = {}, targetRoleArn, permissionsBoundary, tags } = given;
  const { clusterName, namespace, serviceAccount } = workload;
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: pulumi
        .all([account.region, clusterName, namespace, serviceAccount])
        .apply((parts) => workloadRoleName(...parts)),
      description: pulumi.interpolate`Of the service account ${namespace}/${serviceAccount} in the cluster ${clusterName}`,
      assumeRolePolicy: trust,
      permissionsBoundary,
      tags,
    },
    { parent },
  );
  const inline = (suffix: string, document: pulumi.Input<string>) =>
    new aws.iam.RolePolicy(`${name}-${suffix}`, { role: role.name, policy: document }, { parent });
  return {
    role,
    grants: [
      ...(policy === undefined ? [] : [inline("policy", checkedInput(policy, rolePolicy))]),
      ...(targetRoleArn === undefined ? [] : [inline("target-role", assumeTarget(targetRoleArn))]),
      ...Object.entries(managedPolicyArns).map(
        ([key, policyArn]) =>
          new aws.iam.RolePolicyAttachment(
            `${name}-${key}`,
            {
              role: role.name,
              policyArn: checkedInput(policyArn, (arn) => managedPolicyArn(`managedPolicyArns.${key}`, arn)),
            },
            { parent },
          ),
      ),
    ],
  };
}

const assumeTarget = (targetRoleArn: pulumi.Input<string>): pulumi.Output<string> =>
  policyDocument([{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: targetRoleArn }]);
