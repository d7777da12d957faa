import type { NonEmpty, Resource } from "../policy.js";
import type { Verdict } from "../verdict.js";
import { documentsAt, onStatements, type Statement } from "./iam-document.js";

/** Where the policies are that say what an identity may do, by type; `[]` stands for each item of a list. */
const FIELDS = {
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/role:Role": "inlinePolicies[].policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
} as const;

/** Types that have policies of an identity. */
export const IDENTITY_POLICIES = Object.keys(FIELDS) as unknown as NonEmpty<keyof typeof FIELDS>;

const fieldsByType: Readonly<Record<string, string>> = FIELDS;

/** Asks of each statement of what an identity may do. */
export const onIdentityStatements = (
  resource: Resource,
  judge: (statement: Statement, path: string) => readonly Verdict[],
): readonly Verdict[] =>
  documentsAt(resource, fieldsByType[resource.type] ?? "policy").flatMap((place) => onStatements(place, judge));
