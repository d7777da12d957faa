import type { Verdict } from "../../verdict.js";
import { auditRules } from "./audit.js";
import { inFile } from "./demand.js";
import type { Part } from "./part.js";

/** What leads the API server to the policy of its audit log. */
export const AUDIT_POLICY = { part: "kube-apiserver", setting: "audit-policy-file", file: "AuditPolicy" } as const;

export const SUBJECT = "audit policy";

export const rulesOf = (part: Part): NonNullable<ReturnType<typeof auditRules>> =>
  auditRules(part.value("rules")) ?? [];

/** What is wrong with the rule that decides; where there is none, with the list. */
export function inRule<R extends { readonly index: number }>(
  part: Part,
  decides: () => R | undefined,
  question: (rule: R | undefined) => { readonly requirement: string; readonly what?: string } | undefined,
): readonly Verdict[] {
  let path = "rules";
  const verdicts = inFile(part, SUBJECT, path, () => {
    const rule = decides();
    if (rule !== undefined) path = `rules[${rule.index}]`;
    return question(rule);
  });
  return verdicts.map((verdict) => ("requirement" in verdict ? { ...verdict, path: part.path(path) } : verdict));
}
