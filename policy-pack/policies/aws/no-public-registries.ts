import { onOpenStatements } from "../../aws/iam-principals.js";
import { definePolicy } from "../../policy.js";

/** The policies of Amazon ECR: of a repository, of the registry, and of repositories that are made by a template. */
const FIELDS: Readonly<Record<string, string>> = {
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
};

export const noPublicRegistries = definePolicy({
  id: "no-public-registries",
  title: "Registries of Amazon ECR must not be open to everybody",
  rationale: "Whoever may pull has the code, whoever may push has the cluster that runs it: * is every account of AWS.",
  remediation:
    "Name accounts or roles in Principal, or narrow * by a condition on aws:PrincipalOrgID. Nodes of the own account need no such policy.",
  fix: "name principals, or add a condition on aws:PrincipalOrgID",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["CIS-EKS-5.1.2", "NSA-POD-06"],
  examples: {
    good: [
      {
        name: "another account that pulls",
        resources: [
          {
            type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
            props: {
              repository: "shop",
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: ["arn:aws:iam::444455556666:root"] },
                    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"],
                  },
                ],
              }),
            },
          },
        ],
      },
      {
        name: "the organisation, in a policy that is an object",
        resources: [
          {
            type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
            props: {
              repository: "shop",
              policy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Sid: "Pull",
                    Effect: "Allow",
                    Principal: "*",
                    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] } },
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
        name: "everybody may pull",
        resources: [
          {
            type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
            props: {
              repository: "shop",
              policy: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"] }],
              },
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement[0]). Fix: name principals, or add a condition on aws:PrincipalOrgID.",
      },
      {
        name: "every organisation may replicate into the registry",
        resources: [
          {
            type: "aws:ecr/registryPolicy:RegistryPolicy",
            props: {
              policy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: ["ecr:ReplicateImage", "ecr:CreateRepository"],
                    Resource: "arn:aws:ecr:eu-central-1:111122223333:repository/*",
                    Condition: { StringLike: { "aws:PrincipalOrgID": "*" } },
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (policy.Statement[0]). Fix: name principals, or add a condition on aws:PrincipalOrgID.",
      },
      {
        name: "everybody, in repositories that a template makes",
        resources: [
          {
            type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
            props: {
              prefix: "docker-hub",
              appliedFors: ["PULL_THROUGH_CACHE"],
              repositoryPolicy: JSON.stringify({
                Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (repositoryPolicy.Statement[0]). Fix: name principals, or add a condition on aws:PrincipalOrgID.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
  ],
  check: (resource) => onOpenStatements(resource, FIELDS[resource.type] ?? "policy"),
});
