import * as pulumi from "@pulumi/pulumi";
import { type Account, managedPolicyArn } from "../account.js";
import { policyDocument } from "../policy-document.js";
import type { RoleGrants } from "../workload-identity/role.js";
import type { ConfigurationValue } from "./addon.js";

/** What happens to a pod's traffic until its policies are in place. */
export const NetworkPolicyMode = {
  /** It flows for the first seconds, whatever the policies say. */
  Standard: "standard",
  /** None flows; pods without a policy never have any. */
  Strict: "strict",
} as const;
export type NetworkPolicyMode = (typeof NetworkPolicyMode)[keyof typeof NetworkPolicyMode];

/** Where the verdicts on connections are written. */
export const PolicyLogs = {
  /** To the cluster's log group, and to the node's disk. */
  CloudWatch: "CloudWatch",
  /** To the node's disk, which goes with the node. */
  Node: "Node",
  /** Nowhere: nobody sees what was refused. */
  None: "None",
} as const;
export type PolicyLogs = (typeof PolicyLogs)[keyof typeof PolicyLogs];

/** Values of the add-on; its schema has texts where one would expect booleans. */
export const vpcCniConfiguration = (
  mode: NetworkPolicyMode,
  logs: PolicyLogs,
): { readonly [key: string]: ConfigurationValue } => ({
  enableNetworkPolicy: "true",
  // Standard is what the add-on does by itself.
  ...(mode === NetworkPolicyMode.Strict ? { env: { NETWORK_POLICY_ENFORCING_MODE: mode } } : {}),
  nodeAgent: {
    enablePolicyEventLogs: String(logs !== PolicyLogs.None),
    enableCloudWatchLogs: String(logs === PolicyLogs.CloudWatch),
  },
});

/** Rights of `aws-node`: network interfaces; and to write to the cluster's log group, which is there already. */
export const vpcCniGrants = (account: Account, clusterName: pulumi.Input<string>, logs: PolicyLogs): RoleGrants => {
  const { partition, region, accountId } = account;
  const logGroups = pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group`;
  return {
    managedPolicyArns: { interfaces: managedPolicyArn(account, "AmazonEKS_CNI_Policy") },
    policy:
      logs === PolicyLogs.CloudWatch
        ? policyDocument([
            // IAM knows no resource for it.
            { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
            {
              Effect: "Allow",
              Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
              Resource: pulumi.interpolate`${logGroups}:/aws/eks/${clusterName}/cluster:*`,
            },
          ])
        : undefined,
  };
};
