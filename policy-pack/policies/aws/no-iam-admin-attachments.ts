import { ATTACHMENTS, nameOfAwsPolicy, onManagedPolicies } from "../../aws/managed-policies.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** Policies of AWS that give the account away, by AWS's reference of managed policies. */
const ADMINISTRATORS: ReadonlySet<string | undefined> = new Set([
  "AdministratorAccess",
  "AdministratorAccess-Amplify",
  "AdministratorAccess-AWSElasticBeanstalk",
  "IAMFullAccess",
  "PowerUserAccess",
  "SystemAdministrator",
]);

export const noIamAdminAttachments = definePolicy({
  id: "no-iam-admin-attachments",
  title: "Identities must not have policies of AWS for administrators",
  rationale:
    "Whoever takes over the pod, node or pipeline that has AdministratorAccess has taken over the account with every cluster in it.",
  remediation: "Attach a policy with the actions that are needed. Where a person needs more, by a role for the time.",
  fix: "attach a policy with the actions that are needed",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-CLD-02", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "a policy for nodes",
        resources: [
          {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            props: { role: "nodes", policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy" },
          },
        ],
      },
      {
        name: "a policy of one's own that has the name",
        resources: [
          {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            props: { role: "nodes", policyArn: "arn:aws:iam::111122223333:policy/AdministratorAccess" },
          },
        ],
      },
      { name: "no managed policy", resources: [{ type: "aws:iam/role:Role", props: { name: "app" } }] },
    ],
    bad: [
      {
        name: "an administrator",
        resources: [
          {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            props: { role: "deploy", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
          },
        ],
        message:
          "identity must not attach AdministratorAccess (policyArn). Fix: attach a policy with the actions that are needed.",
      },
      {
        name: "a power user, in a list and in China",
        resources: [
          {
            type: "aws:iam/role:Role",
            props: {
              managedPolicyArns: [
                "arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                "arn:aws-cn:iam::aws:policy/PowerUserAccess",
              ],
            },
          },
        ],
        message:
          "identity must not attach PowerUserAccess (managedPolicyArns[1]). Fix: attach a policy with the actions that are needed.",
      },
      {
        name: "a job function",
        resources: [
          {
            type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
            props: { user: "ci", policyArn: "arn:aws:iam::aws:policy/job-function/SystemAdministrator" },
          },
        ],
        message:
          "identity must not attach SystemAdministrator (policyArn). Fix: attach a policy with the actions that are needed.",
      },
    ],
  },
  subject: "resource",
  types: ATTACHMENTS,
  check: (resource) =>
    onManagedPolicies(resource, (arn, path) =>
      onResource("identity", path, () => {
        const name = nameOfAwsPolicy(arn);
        return ADMINISTRATORS.has(name) ? `must not attach ${name}` : undefined;
      }),
    ),
});
