import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** aws.iam.Role and User; roles of AWS services under aws-service-role are of another type and have none. */
export const requirePermissionsBoundary = definePolicy({
  id: "require-permissions-boundary",
  title: "Roles and users must have a permissions boundary",
  rationale: "A boundary keeps what a mistake in a policy, or whoever may write policies, can give away.",
  remediation: "Set permissionsBoundary to the ARN of the policy that your organisation has for it.",
  fix: "set permissionsBoundary to the ARN of your boundary",
  topic: "aws",
  severity: "low",
  profile: "strict",
  references: ["NSA-CLD-02", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "a boundary",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" },
          },
        ],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [{ type: "aws:iam/role:Role", props: { name: "app" } }],
        message:
          "identity must have a permissions boundary (permissionsBoundary). Fix: set permissionsBoundary to the ARN of your boundary.",
      },
      {
        name: "an empty one",
        resources: [{ type: "aws:iam/user:User", props: { name: "ci", permissionsBoundary: "" } }],
        message:
          "identity must have a permissions boundary (permissionsBoundary). Fix: set permissionsBoundary to the ARN of your boundary.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:iam/role:Role", "aws:iam/user:User"],
  check: (resource) =>
    onResource("identity", "permissionsBoundary", () =>
      resource.props.permissionsBoundary ? undefined : "must have a permissions boundary",
    ),
});
