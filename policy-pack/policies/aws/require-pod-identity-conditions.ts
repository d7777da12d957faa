import { isNarrowed } from "../../aws/iam-conditions.js";
import { documentsAt, onStatements } from "../../aws/iam-document.js";
import { hasPrincipal } from "../../aws/iam-principals.js";
import { isAllow } from "../../aws/iam-rights.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** Amazon EKS user guide, "How EKS Pod Identity works": trust policies may demand the account and the cluster. */
export const requirePodIdentityConditions = definePolicy({
  id: "require-pod-identity-conditions",
  title: "Roles for EKS Pod Identity must name the cluster or the account",
  rationale:
    "Any cluster of the account can hand the role to its pods: whoever may make associations on a test cluster gets the rights of production.",
  remediation:
    "Demand aws:SourceArn to be the ARN of the cluster by ArnEquals, and aws:SourceAccount to be the account by StringEquals.",
  fix: "add conditions on aws:SourceArn and aws:SourceAccount",
  topic: "aws",
  severity: "low",
  profile: "strict",
  references: ["CIS-EKS-5.2.1", "NSA-CLD-02"],
  examples: {
    good: [
      {
        name: "one cluster",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { Service: "pods.eks.amazonaws.com" },
                    Action: ["sts:AssumeRole", "sts:TagSession"],
                    Condition: {
                      ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:cluster/prod" },
                    },
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "another service",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
              }),
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "any cluster",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { Service: "pods.eks.amazonaws.com" },
                    Action: ["sts:AssumeRole", "sts:TagSession"],
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must name the cluster or the account (assumeRolePolicy.Statement[0]). Fix: add conditions on aws:SourceArn and aws:SourceAccount.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:iam/role:Role"],
  check: (resource) =>
    documentsAt(resource, "assumeRolePolicy").flatMap((place) =>
      onStatements(place, (statement, path) =>
        onResource("statement", path, () =>
          all(
            () => isAllow(statement),
            () => hasPrincipal(statement, (value) => value === "pods.eks.amazonaws.com"),
            () => !isNarrowed(statement),
          )
            ? "must name the cluster or the account"
            : undefined,
        ),
      ),
    ),
});
