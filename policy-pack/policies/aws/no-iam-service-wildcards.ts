import { hasCondition } from "../../aws/iam-conditions.js";
import { isAllow, meansEvery, meansService } from "../../aws/iam-rights.js";
import { IDENTITY_POLICIES, onIdentityStatements } from "../../aws/identity-documents.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** Kinds of resources in ARNs of these services: a star for one of them is a star for all. */
const KINDS = ["role", "user", "group", "policy", "key", "alias", "secret", "cluster", "instance", "repository"];

/** All actions of services that hold identities, keys, secrets, clusters and machines. */
export const noIamServiceWildcards = definePolicy({
  id: "no-iam-service-wildcards",
  title: "IAM policies must not allow all actions of a sensitive service on all its resources",
  rationale:
    "With iam:* one makes administrators; eks:* lets into every cluster, kms:* and secretsmanager:* read whatever is secret, ec2:* takes machines over.",
  remediation: "List the actions that are needed, or the ARNs on which they are, or demand a tag by aws:ResourceTag.",
  fix: "list actions, or the resources they are on",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["NSA-CLD-02", "NSA-AUTH-08"],
  settings: {
    services: {
      type: "array",
      items: { type: "string", pattern: "^[a-z0-9-]+$" },
      default: [
        "ec2",
        "ecr",
        "eks",
        "iam",
        "kms",
        "lambda",
        "logs",
        "organizations",
        "s3",
        "secretsmanager",
        "ssm",
        "sts",
      ],
      description: "Prefixes of services of which nobody may have all actions on all resources.",
    },
  },
  examples: {
    good: [
      {
        name: "certain actions on everything",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: {
                Statement: [{ Effect: "Allow", Action: ["ec2:Describe*", "eks:ListClusters"], Resource: "*" }],
              },
            },
          },
        ],
      },
      {
        name: "all actions on one bucket",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Statement: [{ Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::uploads/*"] }],
              }),
            },
          },
        ],
      },
      {
        name: "all actions on what has a tag",
        resources: [
          {
            type: "aws:iam/userPolicy:UserPolicy",
            props: {
              user: "ci",
              policy: {
                Statement: [
                  {
                    Effect: "Allow",
                    Action: "ec2:*",
                    Resource: "*",
                    Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } },
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
        name: "all of EKS on everything",
        resources: [
          {
            type: "aws:iam/policy:Policy",
            props: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Action: ["logs:PutLogEvents", "eks:*"], Resource: "*" },
                  { Effect: "Allow", Action: "EC2:*", Resource: ["*"] },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not allow eks:* on everything (policy.Statement[0]); statement must not allow ec2:* on everything (policy.Statement[1]). Fix: list actions, or the resources they are on.",
      },
      {
        name: "all of IAM on every role",
        resources: [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            props: {
              role: "app",
              policy: {
                Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "arn:aws:iam::111122223333:role/*" }],
              },
            },
          },
        ],
        message:
          "statement must not allow iam:* on everything (policy.Statement[0]). Fix: list actions, or the resources they are on.",
      },
    ],
  },
  subject: "resource",
  types: IDENTITY_POLICIES,
  check: (resource, _, { services }) =>
    onIdentityStatements(resource, (statement, path) =>
      services.flatMap((service) =>
        onResource("statement", path, () =>
          all(
            () => isAllow(statement),
            () => meansService(statement, service),
            () => meansEvery(statement, KINDS),
            () => !hasCondition(statement, ({ operator, key }) => !/not/.test(operator) && /:resourcetag\//.test(key)),
          )
            ? `must not allow ${service}:* on everything`
            : undefined,
        ),
      ),
    ),
});
