import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, trustService } from "../../../../components/eks/policy-document.js";

export function keys(name: string, options: pulumi.CustomResourceOptions): { readonly key: aws.kms.Key } {
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      description: "Everything of the sample",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      isEnabled: true,
      multiRegion: false,
      keyUsage: "ENCRYPT_DECRYPT",
      tags: { team: "platform" },
    },
    options,
  );
  new aws.kms.Alias(`${name}-alias`, { name: "alias/sample/secrets", targetKeyId: key.keyId }, options);
  new aws.kms.KeyPolicy(
    `${name}-key-policy`,
    {
      keyId: key.id,
      policy: policyDocument([
        {
          Sid: "Account",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "Logs of the Region",
          Effect: "Allow",
          Principal: { Service: "logs.eu-central-1.amazonaws.com" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/*",
            },
          },
        },
      ]),
    },
    options,
  );
  new aws.kms.Grant(
    `${name}-grant`,
    {
      keyId: key.keyId,
      granteePrincipal:
        "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      operations: ["Decrypt", "GenerateDataKeyWithoutPlaintext", "CreateGrant"],
      constraints: [{ encryptionContextSubset: { "aws:ebs:id": "vol-1234567890abcdef0" } }],
      retireOnDelete: true,
    },
    options,
  );
  roles(name, options);
  return { key };
}

function roles(name: string, options: pulumi.CustomResourceOptions): void {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: "Reads one bucket",
      assumeRolePolicy: trustService("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], {
        StringEquals: { "aws:SourceAccount": "123456789012" },
      }),
      maxSessionDuration: 3600,
      path: "/sample/",
      permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
      forceDetachPolicies: true,
      tags: { team: "platform" },
    },
    options,
  );
  const statements = policyDocument([
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::sample/*" },
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::sample"] },
  ]);
  new aws.iam.RolePolicy(`${name}-inline`, { role: role.name, policy: statements }, options);
  const managed = new aws.iam.Policy(
    `${name}-managed`,
    { policy: statements, path: "/", tags: { team: "platform" } },
    options,
  );
  new aws.iam.RolePolicyAttachment(`${name}-attachment`, { role: role.name, policyArn: managed.arn }, options);
  new aws.iam.InstanceProfile(`${name}-profile`, { role: role.name, tags: { team: "platform" } }, options);
  new aws.iam.ServiceLinkedRole(
    `${name}-linked`,
    { awsServiceName: "autoscaling.amazonaws.com", customSuffix: "sample", tags: { team: "platform" } },
    options,
  );
  new aws.iam.OpenIdConnectProvider(
    `${name}-issuer`,
    {
      url: "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
      clientIdLists: ["sts.amazonaws.com"],
      thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
      tags: { team: "platform" },
    },
    options,
  );
}
