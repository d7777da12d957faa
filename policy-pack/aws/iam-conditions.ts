import { some } from "../unknown.js";
import type { Statement } from "./iam-document.js";
import { isStar } from "./iam-pattern.js";

/** One condition: what an operator demands of a key. */
export interface Condition {
  /** Lower case, without the prefix of sets, e.g. `stringequals`. */
  readonly operator: string;
  /** Lower case, e.g. `aws:sourceaccount`. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Whether the statement has such a condition. Those that hold as well where the key is absent (`…IfExists`,
 * `ForAllValues:`) are no conditions: whoever has no such key gets by.
 */
export function hasCondition({ Condition }: Statement, wanted: (condition: Condition) => boolean): boolean {
  return some(Object.keys(Condition ?? {}), (operator) => {
    const plain = operator.toLowerCase().replace(/^foranyvalue:/, "");
    if (plain.startsWith("forallvalues:") || plain.endsWith("ifexists")) return false;
    const demands = Condition?.[operator];
    return some(Object.keys(demands ?? {}), (key) =>
      wanted({ operator: plain, key: key.toLowerCase(), values: demands?.[key] ?? [] }),
    );
  });
}

const EXACT: ReadonlySet<string> = new Set(["stringequals", "stringequalsignorecase", "arnequals", "arnlike"]);
const LIKE: ReadonlySet<string> = new Set(["stringlike", "arnlike", "arnequals"]);
const isPositive = (operator: string): boolean => EXACT.has(operator) || LIKE.has(operator);

/** Keys that only certain accounts, organisations, networks or resources can have the value of. */
const NARROWING: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
]);

/** An ARN of any account, for any resource. */
const ARN_OF_ANYTHING = /^arn:[^:]*:[^:]*:[^:]*:[*]*:\*/;

/** Whether a condition leaves only certain callers. `*` and `0.0.0.0/0` leave everybody; so does a tag, which anybody can set. */
const narrows = ({ operator, key, values }: Condition): boolean => {
  if (values.length === 0) return false;
  if (operator === "ipaddress" && key === "aws:sourceip") return !some(values, (value) => /\/0+$/.test(value));
  if (!isPositive(operator) || !NARROWING.has(key)) return false;
  return !some(values, (value) => isStar(value) || ARN_OF_ANYTHING.test(value));
};

/** Whether a condition leaves only certain callers. */
export const isNarrowed = (statement: Statement): boolean => hasCondition(statement, narrows);

/** Whether a key must be one of stated values; with `stringlike` a value has no wildcard. */
export const isPinned = (statement: Statement, isKey: (key: string) => boolean): boolean =>
  hasCondition(
    statement,
    ({ operator, key, values }) =>
      isPositive(operator) &&
      isKey(key) &&
      values.length > 0 &&
      !some(values, (value) => value === "" || (LIKE.has(operator) && /[*?]/.test(value))),
  );
