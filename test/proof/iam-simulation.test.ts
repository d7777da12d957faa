import assert from "node:assert/strict";
import { type AccessRequest, type DecidingPolicies, type Decision, decides } from "../support/iam-simulation.js";

const ACCOUNT = "arn:aws:iam::123456789012:root";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform-admins";
const SCALING =
  "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const STRANGER = "arn:aws:iam::210987654321:role/stranger";
const EC2 = "ec2.eu-central-1.amazonaws.com";

const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const EVERYTHING = policy({ Effect: "Allow", Action: "*", Resource: "*" });

const ROOT = { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" };
const ADMINISTRATION = {
  Effect: "Allow",
  Principal: { AWS: ADMINISTRATOR },
  Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
  Resource: "*",
};
const GRANTS = {
  Effect: "Allow",
  Principal: { AWS: SCALING },
  Action: "kms:CreateGrant",
  Resource: "*",
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, StringEquals: { "kms:ViaService": EC2 } },
};
const LOGS = {
  Effect: "Allow",
  Principal: { Service: "logs.eu-central-1.amazonaws.com" },
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: {
    ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/a" },
  },
};
const ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/A";
const CLAIM = `${ISSUER}:sub`;
const WEB = {
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: { [CLAIM]: "system:serviceaccount:shop:web" } },
};
const WEB_REQUEST = {
  principal: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`,
  action: "sts:AssumeRoleWithWebIdentity",
  resource: "arn:aws:iam::123456789012:role/web",
};
const key = policy(ADMINISTRATION, GRANTS, LOGS);

type Case = readonly [DecidingPolicies, Omit<AccessRequest, "resource"> & { readonly resource?: string }, Decision];

const CASES: Readonly<Record<string, Case>> = {
  "an administrator whom the key's policy names": [
    { resource: key },
    { principal: ADMINISTRATOR, action: "kms:PutKeyPolicy" },
    "Allowed",
  ],
  "an administrator who asks for more": [
    { resource: key },
    { principal: ADMINISTRATOR, action: "kms:Decrypt" },
    "ImplicitlyDenied",
  ],
  "an administrator of the account whom a key without the account does not know": [
    { resource: key, identity: [EVERYTHING] },
    { principal: "arn:aws:iam::123456789012:role/other", action: "kms:Decrypt" },
    "ImplicitlyDenied",
  ],
  "an administrator of the account whom the key leaves to IAM": [
    { resource: policy(ROOT), identity: [EVERYTHING] },
    { principal: "arn:aws:iam::123456789012:role/other", action: "kms:Decrypt" },
    "Allowed",
  ],
  "a role without rights on a key that is left to IAM": [
    { resource: policy(ROOT) },
    { principal: "arn:aws:iam::123456789012:role/other", action: "kms:Decrypt" },
    "ImplicitlyDenied",
  ],
  "Auto Scaling, which makes a grant through EC2": [
    { resource: key },
    {
      principal: SCALING,
      action: "kms:CreateGrant",
      context: { "kms:ViaService": EC2, "kms:GrantIsForAWSResource": "true" },
    },
    "Allowed",
  ],
  "Auto Scaling's role, which makes a grant by itself": [
    { resource: key },
    { principal: SCALING, action: "kms:CreateGrant", context: { "kms:GrantIsForAWSResource": "true" } },
    "ImplicitlyDenied",
  ],
  "a grant through EC2 that is for no resource of AWS": [
    { resource: key },
    {
      principal: SCALING,
      action: "kms:CreateGrant",
      context: { "kms:ViaService": EC2, "kms:GrantIsForAWSResource": "false" },
    },
    "ImplicitlyDenied",
  ],
  "the service of logs for its log group": [
    { resource: key },
    {
      principal: "logs.eu-central-1.amazonaws.com",
      action: "kms:Decrypt",
      context: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/a" },
    },
    "Allowed",
  ],
  "the service of logs for another's log group": [
    { resource: key },
    {
      principal: "logs.eu-central-1.amazonaws.com",
      action: "kms:Decrypt",
      context: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:210987654321:log-group:/a" },
    },
    "ImplicitlyDenied",
  ],
  "a stranger with every right in an account of its own": [
    { resource: key, identity: [EVERYTHING] },
    { principal: STRANGER, action: "kms:Decrypt" },
    "ImplicitlyDenied",
  ],
  "what a policy forbids": [
    { resource: policy(ROOT, { ...ROOT, Effect: "Deny", Action: "kms:ScheduleKeyDeletion" }), identity: [EVERYTHING] },
    { principal: ADMINISTRATOR, action: "kms:ScheduleKeyDeletion" },
    "ExplicitlyDenied",
  ],
  "what a permissions boundary leaves out": [
    {
      identity: [EVERYTHING],
      boundary: policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }),
    },
    { principal: ADMINISTRATOR, action: "s3:GetObject", resource: "arn:aws:s3:::a/b", account: "123456789012" },
    "ImplicitlyDenied",
  ],
  "what a session policy leaves out": [
    {
      identity: [EVERYTHING],
      session: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/mine/*" }),
    },
    { principal: ADMINISTRATOR, action: "s3:GetObject", resource: "arn:aws:s3:::a/yours/b", account: "123456789012" },
    "ImplicitlyDenied",
  ],
  "what a VPC endpoint lets through": [
    {
      identity: [EVERYTHING],
      endpoint: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
    },
    { principal: ADMINISTRATOR, action: "s3:GetObject", resource: "arn:aws:s3:::a/b", account: "123456789012" },
    "Allowed",
  ],
  "what a VPC endpoint stops": [
    {
      identity: [EVERYTHING],
      endpoint: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
    },
    { principal: ADMINISTRATOR, action: "s3:PutObject", resource: "arn:aws:s3:::a/b", account: "123456789012" },
    "ImplicitlyDenied",
  ],
  "the account of a pod that the role trusts": [
    { resource: policy(WEB) },
    { ...WEB_REQUEST, context: { [CLAIM]: "system:serviceaccount:shop:web" } },
    "Allowed",
  ],
  "the account of another pod": [
    { resource: policy(WEB) },
    { ...WEB_REQUEST, context: { [CLAIM]: "system:serviceaccount:shop:admin" } },
    "ImplicitlyDenied",
  ],
  "a pod's role that trusts EKS": [
    {
      resource: policy({ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" }),
    },
    { principal: "pods.eks.amazonaws.com", action: "sts:AssumeRole", resource: "arn:aws:iam::123456789012:role/web" },
    "Allowed",
  ],
  "a role that trusts another service": [
    {
      resource: policy({ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" }),
    },
    { principal: "ec2.amazonaws.com", action: "sts:AssumeRole", resource: "arn:aws:iam::123456789012:role/web" },
    "ImplicitlyDenied",
  ],
};

describe("the simulation of IAM", () => {
  for (const [what, [policies, request, decision]] of Object.entries(CASES))
    it(`${decision}: ${what}`, async () =>
      assert.equal(await decides(policies, { resource: KEY, ...request }), decision));

  it("refuses a context that has no meaning for the action, and an action that there is not", async () => {
    const request = { principal: ADMINISTRATOR, resource: KEY };
    const context = { "kms:GrantIsForAWSResource": "true" };
    await assert.rejects(
      decides({ resource: key }, { ...request, action: "kms:Decrypt", context }),
      /kms:Decrypt has no condition keys kms:GrantIsForAWSResource/,
    );
    await assert.rejects(decides({ resource: key }, { ...request, action: "kms:Open" }), /kms:Open|invalid\.action/);
  });
});
