import { onOpenStatements } from "../../aws/iam-principals.js";
import { definePolicy } from "../../policy.js";

/** aws.iam.Role; an external id is a shared secret, not a narrower principal. */
export const noOpenRoleTrust = definePolicy({
  id: "no-open-role-trust",
  title: "Roles must not be open to everybody",
  rationale: "With * as principal every account of AWS can take the role on and has its rights.",
  remediation:
    "Name the service, role or account in Principal, or narrow * by a condition on aws:PrincipalOrgID or aws:PrincipalArn.",
  fix: "name the principal that takes the role on",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-CLD-02", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "a service",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
              }),
            },
          },
        ],
      },
      {
        name: "the organisation",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: ["*"] },
                    Action: "sts:AssumeRole",
                    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
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
        name: "everybody",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
              },
            },
          },
        ],
        message:
          "statement must not let everybody in (assumeRolePolicy.Statement[0]). Fix: name the principal that takes the role on.",
      },
      {
        name: "everybody who knows a word",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: "sts:AssumeRole",
                    Condition: { StringEquals: { "sts:ExternalId": "shop" } },
                  },
                ],
              }),
            },
          },
        ],
        message:
          "statement must not let everybody in (assumeRolePolicy.Statement[0]). Fix: name the principal that takes the role on.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:iam/role:Role"],
  check: (resource) => onOpenStatements(resource, "assumeRolePolicy"),
});
