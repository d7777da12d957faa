import * as pulumi from "@pulumi/pulumi";
import { type Account, accountRoot, serviceHost } from "../account.js";
import type { Statement } from "../policy-document.js";

/** What is encrypted under a key of its own. */
export const DataClass = {
  /** Kubernetes Secrets in etcd. */
  Secrets: "secrets",
  /** Volumes of nodes and of pods (EBS). */
  Volumes: "volumes",
  /** Logs in CloudWatch, their archive in S3, and topics of alarms. */
  Logs: "logs",
  /** Images in ECR. */
  Registry: "registry",
} as const;
export type DataClass = (typeof DataClass)[keyof typeof DataClass];

/** What a key's policy is made from. */
export interface KeyPolicyFacts {
  readonly account: Account;
  readonly clusterName: pulumi.Input<string>;
  readonly administrators: readonly pulumi.Input<string>[];
}

/** All that manages a key; nothing that encrypts, decrypts or lets others do so. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:DisableKeyRotation",
  "kms:Get*",
  "kms:List*",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const USE = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/** The statements of the key for `dataClass`. None names who runs Pulumi. */
export function keyStatements(dataClass: DataClass, facts: KeyPolicyFacts): Statement[] {
  return [...administration(facts), ...USERS[dataClass](facts)];
}

const administration = ({ account, administrators }: KeyPolicyFacts): Statement[] => [
  {
    // Whoever the account lets manage keys by IAM always can: the key outlives every role that is named.
    Sid: "AdministrationByAccount",
    Effect: "Allow",
    Principal: { AWS: accountRoot(account) },
    Action: ADMINISTRATION,
    Resource: "*",
  },
  {
    // By condition and not as principals: KMS turns those into ids of roles, and a role made anew is then locked out.
    Sid: "AdministrationByName",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ADMINISTRATION,
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": account.accountId },
      ArnEquals: { "aws:PrincipalArn": administrators },
    },
  },
];

const USERS: Readonly<Record<DataClass, (facts: KeyPolicyFacts) => Statement[]>> = {
  secrets: ({ account }) => [throughService(account, "eks"), ...grantsForServices(account)],
  volumes: ({ account }) => [throughService(account, "ec2"), ...grantsForServices(account), ...autoScaling(account)],
  logs: ({ account, clusterName }) => [
    cloudWatchLogs(account, clusterName),
    cloudWatchAlarms(account),
    throughService(account, "s3"),
    throughService(account, "sns"),
  ],
  registry: ({ account }) => [throughService(account, "ecr"), ...grantsForServices(account)],
};

/** Those whom IAM lets use the key can do so through the service, and not by asking KMS themselves. */
const throughService = (account: Account, service: string): Statement => ({
  Sid: `UseThrough${service[0]?.toUpperCase()}${service.slice(1)}`,
  Effect: "Allow",
  Principal: { AWS: accountRoot(account) },
  Action: USE,
  Resource: "*",
  Condition: {
    StringEquals: { "kms:CallerAccount": account.accountId, "kms:ViaService": serviceHost(account, service) },
  },
});

/** EKS, EBS and ECR keep using a key by a grant, which they make in the name of whoever creates the resource. */
const grantsForServices = (account: Account): Statement[] => [
  {
    Sid: "GrantsForServices",
    Effect: "Allow",
    Principal: { AWS: accountRoot(account) },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": account.accountId },
      Bool: { "kms:GrantIsForAWSResource": "true" },
    },
  },
  {
    Sid: "DescriptionForUsers",
    Effect: "Allow",
    Principal: { AWS: accountRoot(account) },
    Action: "kms:DescribeKey",
    Resource: "*",
    Condition: { StringEquals: { "kms:CallerAccount": account.accountId } },
  },
];

/**
 * Auto Scaling starts nodes with its service-linked role, to which no IAM policy can be attached. By condition and not as
 * principal: in a new account the role comes with the first group of nodes, and KMS refuses principals that are not there.
 */
const autoScaling = (account: Account): Statement[] => {
  const role = pulumi.interpolate`arn:${account.partition}:iam::${account.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const condition = {
    StringEquals: { "kms:CallerAccount": account.accountId },
    ArnEquals: { "aws:PrincipalArn": role },
  };
  return [
    {
      Sid: "UseByAutoScaling",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: [...USE, "kms:DescribeKey"],
      Resource: "*",
      Condition: condition,
    },
    {
      Sid: "GrantsByAutoScaling",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
};

/** Only for the log groups of this cluster and of its network: the encryption context names the group. */
const cloudWatchLogs = (account: Account, clusterName: pulumi.Input<string>): Statement => {
  const groups = pulumi.interpolate`arn:${account.partition}:logs:${account.region}:${account.accountId}:log-group`;
  return {
    Sid: "UseByCloudWatchLogs",
    Effect: "Allow",
    Principal: { Service: serviceHost(account, "logs") },
    Action: USE,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [
          pulumi.interpolate`${groups}:/aws/eks/${clusterName}/*`,
          pulumi.interpolate`${groups}:/aws/vpc/${clusterName}/*`,
        ],
      },
    },
  };
};

/** An alarm must be able to write to a topic that is encrypted under the key. */
const cloudWatchAlarms = (account: Account): Statement => ({
  Sid: "UseByAlarms",
  Effect: "Allow",
  Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceAccount": account.accountId } },
});
