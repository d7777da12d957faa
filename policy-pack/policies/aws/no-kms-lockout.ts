import { documentsAt, onDocument, type Statement } from "../../aws/iam-document.js";
import { hasPrincipal, isSession } from "../../aws/iam-principals.js";
import { isAllow, meansAction } from "../../aws/iam-rights.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all, some } from "../../unknown.js";

/** The account (`root`, which stands for all of it), or a role or user by its own name; not a session, which ends. */
const isLasting = (principal: string, kind: string): boolean =>
  kind === "AWS" &&
  (/^\d{12}$/.test(principal) || /^arn:[^:]*:iam::\d{12}:(?:root$|role\/|user\/)/.test(principal)) &&
  !isSession(principal);

/** Whether somebody who lasts may write the policy itself anew. */
const letsAdministrate = (statement: Statement): boolean =>
  all(
    () => isAllow(statement),
    () => meansAction(statement, "kms:PutKeyPolicy"),
    () => hasPrincipal(statement, isLasting),
  );

/** aws.kms.Key: without a policy it has the default one, which leaves the key to the account. */
export const noKmsLockout = definePolicy({
  id: "no-kms-lockout",
  title: "Keys of KMS must not lock their account out",
  rationale:
    "Nobody can change a key whose policy lets nobody do so, not even the account's root user. With the key goes whatever it has encrypted.",
  remediation:
    "Allow kms:* to the account's root (arn:aws:iam::ACCOUNT:root), or kms:PutKeyPolicy to named roles; never to the session of an assumed role. Leave bypassPolicyLockoutSafetyCheck alone.",
  fix: "allow kms:* to the account's root, or kms:PutKeyPolicy to a named role",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-SEC-04"],
  examples: {
    good: [
      { name: "the default policy", resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true } }] },
      {
        name: "the account",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::111122223333:root" },
                  Action: "kms:*",
                  Resource: "*",
                },
              }),
            },
          },
        ],
      },
      {
        name: "a named role beside a service",
        resources: [
          {
            type: "aws:kms/keyPolicy:KeyPolicy",
            props: {
              keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
              policy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                    Action: ["kms:Encrypt", "kms:Decrypt"],
                    Resource: "*",
                  },
                  {
                    Effect: "Allow",
                    Principal: { AWS: ["arn:aws:iam::111122223333:role/key-admins"] },
                    Action: ["kms:Describe*", "kms:Put*", "kms:Enable*"],
                    Resource: "*",
                  },
                ],
              }),
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a service alone",
        resources: [
          {
            type: "aws:kms/key:Key",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                    Action: "kms:*",
                    Resource: "*",
                  },
                ],
              }),
            },
          },
        ],
        message:
          "key must let the account or a named role write its policy (policy). Fix: allow kms:* to the account's root, or kms:PutKeyPolicy to a named role.",
      },
      {
        name: "the session of whoever deploys",
        resources: [
          {
            type: "aws:kms/keyPolicy:KeyPolicy",
            props: {
              keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
              policy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/deploy/ci" },
                    Action: "kms:*",
                    Resource: "*",
                  },
                ],
              }),
            },
          },
        ],
        message:
          "key must let the account or a named role write its policy (policy). Fix: allow kms:* to the account's root, or kms:PutKeyPolicy to a named role.",
      },
      {
        name: "the check of AWS turned off",
        resources: [{ type: "aws:kms/key:Key", props: { bypassPolicyLockoutSafetyCheck: true } }],
        message:
          "key must not bypass the lockout check (bypassPolicyLockoutSafetyCheck). Fix: allow kms:* to the account's root, or kms:PutKeyPolicy to a named role.",
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
  check: (resource) => [
    ...onResource("key", "bypassPolicyLockoutSafetyCheck", () =>
      resource.props.bypassPolicyLockoutSafetyCheck === true ? "must not bypass the lockout check" : undefined,
    ),
    ...documentsAt(resource, "policy").flatMap((place) =>
      onDocument(place, (statements) =>
        onResource("key", place.path, () =>
          some(statements, letsAdministrate) ? undefined : "must let the account or a named role write its policy",
        ),
      ),
    ),
  ],
});
