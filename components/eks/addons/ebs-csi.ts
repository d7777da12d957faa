import type * as pulumi from "@pulumi/pulumi";
import { type Account, managedPolicyArn, serviceHost } from "../account.js";
import { policyDocument, type Statement } from "../policy-document.js";
import type { RoleGrants } from "../workload-identity/role.js";

/** Rights of the EBS CSI driver: volumes and snapshots; and of the key what EC2 does with it in the driver's name, no more. */
export function ebsCsiGrants(account: Account, keyArn: pulumi.Input<string>): RoleGrants {
  const viaEc2 = { "kms:ViaService": serviceHost(account, "ec2") };
  const statements: readonly Statement[] = [
    {
      Sid: "UseKeyForVolumes",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: keyArn,
      Condition: { StringEquals: viaEc2 },
    },
    {
      Sid: "LetEc2UseKeyWhileAttached",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keyArn,
      Condition: { StringEquals: viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
  return {
    managedPolicyArns: {
      volumes: managedPolicyArn(account, "service-role/AmazonEBSCSIDriverPolicy"),
    },
    policy: policyDocument(statements),
  };
}
