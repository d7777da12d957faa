import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** Credentials that last until somebody takes them back. */
export const noIamAccessKeys = definePolicy({
  id: "no-iam-access-keys",
  title: "Users must not have access keys or passwords of their own in IAM",
  rationale:
    "An access key is valid until somebody takes it back, needs no second factor, and its secret is in the state of the stack.",
  remediation:
    "Let workloads take a role on by EKS Pod Identity, pipelines by OpenID Connect, and people by IAM Identity Center.",
  fix: "let whoever needs it take a role on",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-02", "NSA-CLD-02"],
  examples: {
    good: [
      { name: "a user without keys", resources: [{ type: "aws:iam/user:User", props: { name: "ci" } }] },
      {
        name: "a key that is off",
        resources: [{ type: "aws:iam/accessKey:AccessKey", props: { user: "ci", status: "Inactive" } }],
      },
    ],
    bad: [
      {
        name: "an access key",
        resources: [{ type: "aws:iam/accessKey:AccessKey", props: { user: "ci" } }],
        message: "credential must not be active (status). Fix: let whoever needs it take a role on.",
      },
      {
        name: "a password for the console",
        resources: [{ type: "aws:iam/userLoginProfile:UserLoginProfile", props: { user: "alice" } }],
        message: "credential must not be made (user). Fix: let whoever needs it take a role on.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:iam/accessKey:AccessKey",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/userLoginProfile:UserLoginProfile",
  ],
  check: (resource) =>
    resource.type === "aws:iam/userLoginProfile:UserLoginProfile"
      ? onResource("credential", "user", () => "must not be made")
      : onResource("credential", "status", () =>
          resource.props.status === "Inactive" ? undefined : "must not be active",
        ),
});
