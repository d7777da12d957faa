import { hasCondition } from "../../aws/iam-conditions.js";
import type { Statement } from "../../aws/iam-document.js";
import { isAllow, meansAction, meansEvery, meansEverything } from "../../aws/iam-rights.js";
import { IDENTITY_POLICIES, onIdentityStatements } from "../../aws/identity-documents.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all, matching } from "../../unknown.js";

/** Actions by which an identity gets further rights, as far as nothing narrows on what. */
const ESCALATING = [
  "iam:PassRole",
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:AttachGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutGroupPolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:AddUserToGroup",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
  "sts:AssumeRole",
  "eks:CreateAccessEntry",
  "eks:AssociateAccessPolicy",
  "kms:PutKeyPolicy",
  "kms:CreateGrant",
] as const;

/** Conditions that say to or for whom; a permissions boundary that must be there bounds whatever is made. */
const NARROWING: ReadonlySet<string> = new Set([
  "iam:passedtoservice",
  "iam:associatedresourcearn",
  "iam:permissionsboundary",
  "iam:policyarn",
  "eks:policyarn",
  "eks:accessscope",
  "eks:principalarn",
  "eks:kubernetesgroups",
  "eks:clustername",
  "kms:grantisforawsresource",
  "kms:viaservice",
  "kms:grantconstrainttype",
]);

const isNarrowed = (statement: Statement): boolean =>
  hasCondition(
    statement,
    ({ operator, key }) => !/not/.test(operator) && (NARROWING.has(key) || /:resourcetag\//.test(key)),
  );

export const noIamEscalation = definePolicy({
  id: "no-iam-escalation",
  title: "IAM policies must not allow escalation on all resources",
  rationale:
    "With iam:PassRole or sts:AssumeRole on * an identity has the rights of any role, with eks:CreateAccessEntry those of any cluster's administrator.",
  remediation:
    "List the roles, policies, keys or clusters in Resource, or narrow the statement: iam:PassRole by iam:PassedToService, the rest by iam:PermissionsBoundary or a tag.",
  fix: "list the resources, or add a condition such as iam:PassedToService",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-CLD-02", "NSA-AUTH-11"],
  examples: {
    good: [
      {
        name: "one role, for EKS",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/eks-nodes" },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "any role, for one service",
        resources: [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            props: {
              role: "deploy",
              policy: {
                Statement: [
                  {
                    Effect: "Allow",
                    Action: ["iam:PassRole", "iam:GetRole"],
                    Resource: "*",
                    Condition: { StringEquals: { "iam:PassedToService": "eks.amazonaws.com" } },
                  },
                ],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "any role to anything, as the EKS templates of old have it",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: ["eks:DescribeCluster", "iam:PassRole"], Resource: "*" }],
              }),
            },
          },
        ],
        message:
          "statement must not allow iam:PassRole on everything (policy.Statement[0]). Fix: list the resources, or add a condition such as iam:PassedToService.",
      },
      {
        name: "by a wildcard, on every role of the account",
        resources: [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            props: {
              role: "deploy",
              policy: {
                Statement: [{ Effect: "Allow", Action: "iam:Attach*", Resource: ["arn:aws:iam::111122223333:role/*"] }],
              },
            },
          },
        ],
        message:
          "statement must not allow iam:AttachRolePolicy and 2 more on everything (policy.Statement[0]). Fix: list the resources, or add a condition such as iam:PassedToService.",
      },
      {
        name: "the administrator of any cluster",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: "{}",
              inlinePolicies: [
                {
                  name: "clusters",
                  policy: JSON.stringify({
                    Statement: {
                      Effect: "Allow",
                      Action: ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"],
                      Resource: "*",
                    },
                  }),
                },
              ],
            },
          },
        ],
        message:
          "statement must not allow eks:CreateAccessEntry, eks:AssociateAccessPolicy on everything (inlinePolicies[0].policy.Statement). Fix: list the resources, or add a condition such as iam:PassedToService.",
      },
    ],
  },
  subject: "resource",
  types: IDENTITY_POLICIES,
  check: (resource) =>
    onIdentityStatements(resource, (statement, path) =>
      onResource("statement", path, () => {
        // Whoever has everything is the matter of no-iam-wildcards.
        const isMatter = all(
          () => isAllow(statement),
          () => meansEvery(statement, ["role", "user", "group", "policy", "cluster", "key"]),
          () => !isNarrowed(statement),
          () => !meansEverything(statement),
        );
        const allowed = isMatter ? matching(ESCALATING, (action) => meansAction(statement, action)) : [];
        return allowed.length === 0 ? undefined : `must not allow ${listed(allowed)} on everything`;
      }),
    ),
});

const listed = (actions: readonly string[]): string =>
  actions.length <= 2 ? actions.join(", ") : `${actions[0]} and ${actions.length - 1} more`;
