import { onOpenStatements } from "../../aws/iam-principals.js";
import { definePolicy } from "../../policy.js";

/** In a key's policy `{ AWS: "*" }` is every identity of every account, as far as its own account lets it. */
export const noPublicKmsKeys = definePolicy({
  id: "no-public-kms-keys",
  title: "Keys of KMS must not be open to everybody",
  rationale: "Whoever may use the key can read what it has encrypted, from any account.",
  remediation:
    "Name accounts or roles in Principal, or narrow * by a condition on kms:CallerAccount or aws:PrincipalOrgID. kms:ViaService alone narrows nothing: every account has the service.",
  fix: "name principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-SEC-04", "CIS-EKS-5.3.1"],
  examples: {
    good: [
      {
        name: "the account",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::111122223333:root" },
                    Action: "kms:*",
                    Resource: "*",
                  },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "a service on behalf of callers of the account",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
                    Resource: "*",
                    Condition: {
                      StringEquals: {
                        "kms:CallerAccount": "111122223333",
                        "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
                      },
                    },
                  },
                ],
              }),
            },
          },
        ],
      },
      { name: "the default policy", resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true } }] },
      {
        name: "everybody refused",
        resources: [
          {
            type: "aws:kms/keyPolicy:KeyPolicy",
            props: {
              policy: JSON.stringify({
                Statement: { Effect: "Deny", Principal: "*", Action: "kms:ScheduleKeyDeletion", Resource: "*" },
              }),
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "everybody",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::111122223333:root" },
                    Action: "kms:*",
                    Resource: "*",
                  },
                  { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "kms:Decrypt", Resource: "*" },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement[1]). Fix: name principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
      },
      {
        name: "a service on behalf of anybody",
        resources: [
          {
            type: "aws:kms/keyPolicy:KeyPolicy",
            props: {
              policy: JSON.stringify({
                Statement: {
                  Effect: "Allow",
                  Principal: "*",
                  Action: "kms:*",
                  Resource: "*",
                  Condition: { StringEquals: { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" } },
                },
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement). Fix: name principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
      },
      {
        name: "a condition that lets by whoever has no such key",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: "*",
                    Action: "kms:*",
                    Resource: "*",
                    Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement[0]). Fix: name principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
      },
      {
        name: "a policy that is no JSON",
        resources: [
          { type: "aws:kms/key:Key", props: { policy: "Calling [toString] on an [Output<T>] is not supported." } },
        ],
        message:
          "policy must be an IAM policy that can be read (policy). Fix: name principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
  ],
  check: (resource) => onOpenStatements(resource, "policy"),
});
