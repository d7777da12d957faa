import { isAllow, meansEvery, meansEverything } from "../../aws/iam-rights.js";
import { IDENTITY_POLICIES, onIdentityStatements } from "../../aws/identity-documents.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** Policies of identities; what a permissions boundary leaves of them is not asked. */
export const noIamWildcards = definePolicy({
  id: "no-iam-wildcards",
  title: "IAM policies must not allow every action on every resource",
  rationale:
    "Such an identity is the account's administrator under another name, and a pod or node that has it owns the account.",
  remediation:
    "List the actions that are needed and the ARNs on which they are. An Allow with NotAction means every other action, of services to come as well.",
  fix: "list actions and resources",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-CLD-02", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "certain actions on one bucket",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::uploads/*" },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "everything refused",
        resources: [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            props: {
              role: "app",
              policy: {
                Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
              },
            },
          },
        ],
      },
      {
        name: "a role without inline policies",
        resources: [{ type: "aws:iam/role:Role", props: { assumeRolePolicy: "{}" } }],
      },
    ],
    bad: [
      {
        name: "everything",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
              }),
            },
          },
        ],
        message:
          "statement must not allow every action on every resource (policy.Statement[0]). Fix: list actions and resources.",
      },
      {
        name: "everything, written otherwise",
        resources: [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            props: {
              role: "app",
              policy: {
                Statement: {
                  Effect: "Allow",
                  Action: ["s3:GetObject", "*:*"],
                  Resource: ["arn:aws:s3:::uploads/*", "*"],
                },
              },
            },
          },
        ],
        message:
          "statement must not allow every action on every resource (policy.Statement). Fix: list actions and resources.",
      },
      {
        name: "all actions but those of IAM, inline",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: "{}",
              inlinePolicies: [
                {
                  name: "power",
                  policy: JSON.stringify({ Statement: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] }),
                },
              ],
            },
          },
        ],
        message:
          "statement must not allow every action on every resource (inlinePolicies[0].policy.Statement[0]). Fix: list actions and resources.",
      },
    ],
  },
  subject: "resource",
  types: IDENTITY_POLICIES,
  check: (resource) =>
    onIdentityStatements(resource, (statement, path) =>
      onResource("statement", path, () =>
        all(
          () => isAllow(statement),
          () => meansEverything(statement),
          () => meansEvery(statement),
        )
          ? "must not allow every action on every resource"
          : undefined,
      ),
    ),
});
