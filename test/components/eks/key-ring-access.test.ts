import assert from "node:assert/strict";
import { KeyRing } from "../../../components/eks/index.js";
import { type AccessRequest, type Decision, decides } from "../../support/iam-simulation.js";
import { recordResources } from "../../support/recorded-resources.js";

// Who can do what with the keys, decided on the policies as they are registered by a simulator of IAM, not by AWS.
const ACCOUNT = "123456789012";
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const role = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;
const ADMINISTRATOR = role("platform-admins");
const AUTO_SCALING = role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
/** What IAM gives to whoever may do anything with keys. */
const ALL_OF_KMS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
});
const through = (service: string) => ({ "kms:ViaService": `${service}.eu-central-1.amazonaws.com` });
const FOR_AWS = { "kms:GrantIsForAWSResource": "true" };

type DataClass = "secrets" | "volumes" | "logs" | "registry";
interface Question extends Pick<AccessRequest, "principal" | "action" | "context"> {
  readonly key: DataClass;
  /** Whether IAM gives the caller everything on keys. Default: nothing. */
  readonly identity?: boolean;
}

const QUESTIONS: Readonly<Record<string, readonly [Decision, Question]>> = {
  "an administrator without any right in IAM changes the policy": [
    "Allowed",
    { key: "secrets", principal: ADMINISTRATOR, action: "kms:PutKeyPolicy" },
  ],
  "an administrator takes a deletion back": [
    "Allowed",
    { key: "logs", principal: ADMINISTRATOR, action: "kms:CancelKeyDeletion" },
  ],
  "an administrator does not decrypt": [
    "ImplicitlyDenied",
    { key: "secrets", principal: ADMINISTRATOR, action: "kms:Decrypt" },
  ],
  "an administrator does not let himself decrypt by a grant": [
    "ImplicitlyDenied",
    { key: "secrets", principal: ADMINISTRATOR, action: "kms:CreateGrant" },
  ],
  "whoever IAM lets manage keys changes the policy, when every named role is gone": [
    "Allowed",
    { key: "secrets", principal: role("account-admins"), action: "kms:PutKeyPolicy", identity: true },
  ],
  "who has no right changes nothing": [
    "ImplicitlyDenied",
    { key: "secrets", principal: role("nobody"), action: "kms:PutKeyPolicy" },
  ],
  "whoever IAM lets do everything does not decrypt by asking KMS": [
    "ImplicitlyDenied",
    { key: "secrets", principal: role("account-admins"), action: "kms:Decrypt", identity: true },
  ],
  "nor grants himself to decrypt": [
    "ImplicitlyDenied",
    { key: "volumes", principal: role("account-admins"), action: "kms:CreateGrant", identity: true },
  ],
  "whoever creates a cluster lets EKS use the key": [
    "Allowed",
    { key: "secrets", principal: role("deploy"), action: "kms:CreateGrant", identity: true, context: FOR_AWS },
  ],
  "the key of Secrets is used through EKS": [
    "Allowed",
    { key: "secrets", principal: role("deploy"), action: "kms:Decrypt", identity: true, context: through("eks") },
  ],
  "and through no other service": [
    "ImplicitlyDenied",
    { key: "secrets", principal: role("deploy"), action: "kms:Decrypt", identity: true, context: through("s3") },
  ],
  "volumes are read through EC2": [
    "Allowed",
    { key: "volumes", principal: role("ebs-csi"), action: "kms:Decrypt", identity: true, context: through("ec2") },
  ],
  "Auto Scaling lets its instances use the key of volumes": [
    "Allowed",
    { key: "volumes", principal: AUTO_SCALING, action: "kms:CreateGrant", context: FOR_AWS },
  ],
  "Auto Scaling uses the key of volumes": [
    "Allowed",
    { key: "volumes", principal: AUTO_SCALING, action: "kms:GenerateDataKeyWithoutPlaintext" },
  ],
  "Auto Scaling grants it to nobody else": [
    "ImplicitlyDenied",
    { key: "volumes", principal: AUTO_SCALING, action: "kms:CreateGrant" },
  ],
  "Auto Scaling has no other key": [
    "ImplicitlyDenied",
    { key: "secrets", principal: AUTO_SCALING, action: "kms:Decrypt" },
  ],
  "a role of the same name in another account has none": [
    "ImplicitlyDenied",
    { key: "volumes", principal: AUTO_SCALING.replace(ACCOUNT, "210987654321"), action: "kms:Decrypt" },
  ],
  "an administrator of another account manages nothing": [
    "ImplicitlyDenied",
    {
      key: "secrets",
      principal: role("platform-admins", "210987654321"),
      action: "kms:PutKeyPolicy",
      identity: true,
    },
  ],
  "CloudWatch writes the cluster's logs": ["Allowed", logs("/aws/eks/prod/cluster")],
  "CloudWatch writes the network's flow logs": ["Allowed", logs("/aws/vpc/prod/flow-logs")],
  "CloudWatch writes no other group under the key": ["ImplicitlyDenied", logs("/aws/eks/staging/cluster")],
  "images are pulled through ECR": [
    "Allowed",
    { key: "registry", principal: role("nodes"), action: "kms:Decrypt", identity: true, context: through("ecr") },
  ],
};

/** What KMS says of a caller of an account; services have none. */
const callerOf = (principal: string): Readonly<Record<string, string>> =>
  principal.startsWith("arn:")
    ? { "kms:CallerAccount": principal.split(":")[4] ?? "", "aws:PrincipalArn": principal }
    : {};

function logs(group: string): Question {
  return {
    key: "logs",
    principal: "logs.eu-central-1.amazonaws.com",
    action: "kms:GenerateDataKey",
    context: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:${group}` },
  };
}

describe("who can do what with the keys of a KeyRing", () => {
  const policies = new Map<string, string>();
  before(async () => {
    const args = { clusterName: "prod", administrators: [ADMINISTRATOR] };
    for (const { type, name, inputs } of await recordResources(() => new KeyRing("prod", args)))
      if (type === "aws:kms/key:Key") policies.set(name, inputs.policy);
  });

  for (const [what, [decision, { key, identity = false, ...request }]] of Object.entries(QUESTIONS))
    it(what, async () => {
      const resource = policies.get(`prod-${key}-key`) ?? "";
      assert.equal(
        await decides(
          { resource, ...(identity ? { identity: [ALL_OF_KMS] } : {}) },
          { ...request, resource: KEY, context: { ...callerOf(request.principal), ...request.context } },
        ),
        decision,
      );
    });
});
