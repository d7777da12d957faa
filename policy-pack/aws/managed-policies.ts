import { attemptAll, eachOf } from "../kubernetes/containers.js";
import { list, text } from "../kubernetes/shape.js";
import type { NonEmpty, Resource } from "../policy.js";
import type { Verdict } from "../verdict.js";

/** Where ARNs of managed policies are given to identities, by type: one ARN or a list. */
const FIELDS = {
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
} as const;

/** Types that give managed policies to identities. */
export const ATTACHMENTS = Object.keys(FIELDS) as unknown as NonEmpty<keyof typeof FIELDS>;

const fieldsByType: Readonly<Record<string, string>> = FIELDS;
const arns = list(text);

/** Asks of each ARN of a managed policy; `path` is where it is. */
export function onManagedPolicies(
  { type, props }: Resource,
  judge: (arn: string, path: string) => readonly Verdict[],
): readonly Verdict[] {
  const field = fieldsByType[type] ?? "policyArn";
  return attemptAll(() => {
    const value = props[field];
    if (typeof value === "string") return judge(value, field);
    return eachOf(
      () => arns(value),
      (arn, index) => judge(arn, `${field}[${index}]`),
    );
  });
}

/** The name of a policy that AWS keeps, of whatever path: `AdministratorAccess`; none of a policy of an account's own. */
export const nameOfAwsPolicy = (arn: string): string | undefined =>
  /^arn:[^:]*:iam::aws:policy\/(?:.+\/)?([\w+=,.@-]+)$/.exec(arn)?.[1];
