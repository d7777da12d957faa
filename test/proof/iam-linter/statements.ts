import type { PolicyKind } from "../../support/iam/documents.js";

export const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::sample/*" };
const ON_KEY = { Effect: "Allow", Principal: { AWS: "123456789012" }, Resource: "*" };

/** A statement, the kind of policy that it stands in, and what has to be said of it. */
export const BAD_STATEMENTS: Readonly<Record<string, readonly [PolicyKind, object, ...string[]]>> = {
  "an action that there is not": [
    "identity",
    { ...ALLOW, Action: ["s3:GetObject", "s3:GetObjects"] },
    "there is no action s3:GetObjects",
  ],
  "a service that there is not": ["identity", { ...ALLOW, Action: "s4:GetObject" }, "there is no action s4:GetObject"],
  "a pattern of actions that means none": [
    "identity",
    { ...ALLOW, Resource: "*", Action: "kms:Reencrypt?*From?" },
    "there is no action kms:Reencrypt?*From?",
  ],
  "a condition key that there is not": [
    "resource",
    { ...ON_KEY, Action: "kms:Decrypt", Condition: { StringEquals: { "kms:ViaServices": "a" } } },
    "there is no condition key kms:ViaServices",
  ],
  "a condition key of other actions": [
    "resource",
    {
      ...ON_KEY,
      Action: ["kms:CreateGrant", "kms:Decrypt"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    "kms:Decrypt has no condition key kms:GrantIsForAWSResource",
  ],
  "an operator for values of another type": [
    "resource",
    { ...ON_KEY, Action: "kms:CreateGrant", Condition: { StringEquals: { "kms:GrantIsForAWSResource": "true" } } },
    "StringEquals does not compare a Bool, which kms:GrantIsForAWSResource is",
  ],
  "an operator for one value where there are many": [
    "resource",
    { ...ON_KEY, Action: "kms:CreateGrant", Condition: { StringEquals: { "kms:GrantOperations": "Decrypt" } } },
    "kms:GrantOperations has many values: StringEquals needs ForAllValues or ForAnyValue",
  ],
  "an operator for many values where there is one": [
    "resource",
    { ...ON_KEY, Action: "kms:Decrypt", Condition: { "ForAllValues:StringEquals": { "aws:PrincipalArn": "a" } } },
    "aws:PrincipalArn has one value: ForAllValues:StringEquals is for many",
  ],
  "an operator that there is not": [
    "identity",
    { ...ALLOW, Condition: { StringMatches: { "aws:PrincipalArn": "a" } } },
    "there is no operator StringMatches",
  ],
  "a resource that is no ARN": [
    "identity",
    { ...ALLOW, Resource: "sample/*" },
    "sample/* is no ARN (arn:partition:service:region:account:resource)",
  ],
  "an ARN with a short account": [
    "identity",
    { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-central-1:12345678901:key/*" },
    'arn:aws:kms:eu-central-1:12345678901:key/* has no account of twelve digits, but "12345678901"',
  ],
  "an ARN with undefined in it": [
    "identity",
    { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws:kms:undefined:123456789012:key/*" },
    'arn:aws:kms:undefined:123456789012:key/* has no region such as "eu-central-1", but "undefined"',
  ],
  "a resource that the action does not act on": [
    "identity",
    { ...ALLOW, Resource: "arn:aws:s3:::sample" },
    "none of the actions acts on arn:aws:s3:::sample",
    "s3:GetObject acts on arn:",
  ],
  "a bucket's action without the bucket": [
    "identity",
    { ...ALLOW, Action: ["s3:GetObject", "s3:ListBucket"] },
    "s3:ListBucket acts on arn:",
  ],
  "a region where the service has none": [
    "identity",
    { Effect: "Allow", Action: "iam:GetRole", Resource: "arn:aws:iam:eu-central-1:123456789012:role/a" },
    "none of the actions acts on arn:aws:iam:eu-central-1:123456789012:role/a",
    `iam:GetRole acts on arn:\${Partition}:iam::\${Account}:role/\${RoleNameWithPath} only`,
  ],
  "a resource for an action that has none": [
    "identity",
    {
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/a",
    },
    "none of the actions acts on arn:aws:ecr:eu-central-1:123456789012:repository/a",
    'ecr:GetAuthorizationToken acts on nothing that has an ARN: Resource must be "*"',
  ],
  "a principal in a role's policy": ["identity", { ...ALLOW, Principal: "*" }, "Principal is not allowed"],
  "a policy on a resource for nobody": [
    "resource",
    { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
    "Principal",
  ],
  "a resource in a trust policy": [
    "trust",
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole", Resource: "*" },
    "Resource is not allowed",
  ],
  "a service that is none": [
    "trust",
    { Effect: "Allow", Principal: { Service: "eks" }, Action: "sts:AssumeRole" },
    "eks is no principal of type Service",
  ],
  "a principal that is no ARN": [
    "trust",
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::1234:role/a" }, Action: "sts:AssumeRole" },
    "arn:aws:iam::1234:role/a is no principal of type AWS",
  ],
  "a claim of an issuer that is not trusted": [
    "trust",
    {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/B:sub": "system:serviceaccount:shop:web" } },
    },
    "there is no condition key oidc.eks.eu-central-1.amazonaws.com/id/B:sub",
  ],
  "an id with a blank": ["identity", { ...ALLOW, Sid: "Read it" }, "Sid must be letters and digits"],
  "an effect that is none": [
    "identity",
    { ...ALLOW, Effect: "allow" },
    'Effect must be present and exactly "Allow" or "Deny"',
  ],
};

/** Statements of which there is nothing to say. */
export const GOOD_STATEMENTS: Readonly<Record<string, readonly [PolicyKind, object]>> = {
  "a pattern of actions": [
    "identity",
    { Effect: "Allow", Action: "s3:Get*", Resource: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"] },
  ],
  everything: ["resource", { ...ON_KEY, Action: "*" }],
  "an encryption context": [
    "resource",
    {
      ...ON_KEY,
      Action: "kms:Decrypt",
      Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::a*" } },
    },
  ],
  "a key that narrows some of the actions": [
    "resource",
    {
      ...ON_KEY,
      Action: ["kms:CreateGrant", "kms:Decrypt"],
      Condition: { BoolIfExists: { "kms:GrantIsForAWSResource": "true" } },
    },
  ],
  "tags of the principal and of the resource": [
    "identity",
    { ...ALLOW, Condition: { StringEquals: { "aws:PrincipalTag/team": `\${aws:ResourceTag/team}` } } },
  ],
  "variables in an ARN": [
    "identity",
    { ...ALLOW, Resource: `arn:aws:s3:::a/\${aws:PrincipalTag/kubernetes-namespace}/*` },
  ],
  "the claims of the issuer": [
    "trust",
    {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/A:sub": "system:serviceaccount:shop:web" } },
    },
  ],
  "the streams of a log group": [
    "identity",
    { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/a:*" },
  ],
};
