import type { Json, JsonMap } from "../../../sandbox/plugins/provider/values.js";
import { Refusal } from "./account.js";
import type { Making } from "./table.js";

interface Statement {
  readonly Effect?: string;
  readonly Principal?: Json;
  readonly Action?: string | readonly string[];
  readonly Condition?: Json;
}

const list = (value: unknown): readonly string[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)];

export function statementsOf(document: unknown): readonly Statement[] {
  if (typeof document !== "string" || document === "") return [];
  const { Statement } = JSON.parse(document) as { Statement?: Statement | readonly Statement[] };
  return Statement === undefined ? [] : Array.isArray(Statement) ? Statement : [Statement as Statement];
}

/** Principals of one kind that a statement names. */
export function principalsOf({ Principal }: Statement, kind: "AWS" | "Service" | "Federated"): readonly string[] {
  if (Principal === "*") return kind === "AWS" ? ["*"] : [];
  return list((Principal as JsonMap | undefined)?.[kind]);
}

/** Roles and users of this account must exist; AWS resolves them when it takes the policy. */
export function assertPrincipals(making: Making, principals: readonly string[], code: string): void {
  const { account, accountId, partition } = making;
  const own = `arn:${partition}:iam::${accountId}:`;
  for (const principal of principals) {
    if (!principal.startsWith(own) || principal === `${own}root`) continue;
    const exists = ["aws:iam/role:Role", "aws:iam/user:User", "aws:iam/serviceLinkedRole:ServiceLinkedRole"].some(
      (type) => account.find(type, "arn", principal) !== undefined,
    );
    if (!exists) throw new Refusal(code, `invalid principal in policy: ${principal} does not exist`);
  }
}

/** @throws Refusal when a policy names somebody whom there is not. */
export function assertPolicy(making: Making, document: unknown, code: string): void {
  const principals = statementsOf(document).flatMap((statement) => principalsOf(statement, "AWS"));
  assertPrincipals(making, principals, code);
}

/** Whether one of the actions of a statement is, or by its wildcard takes in, `action`. */
export const allows = ({ Effect, Action }: Statement, action: string): boolean =>
  Effect === "Allow" && list(Action).some((pattern) => globbed(pattern).test(action));

/** A pattern of IAM: `*` and `?`. */
export const globbed = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".")}$`,
    "i",
  );

/** AWS takes no key policy with an unknown principal, nor one that its caller could not change any more. */
export function assertKeyPolicy(making: Making): void {
  const { inputs, accountId, partition } = making;
  if (inputs.policy === undefined) return;
  const code = "MalformedPolicyDocumentException";
  assertPolicy(making, inputs.policy, code);
  if (inputs.bypassPolicyLockoutSafetyCheck === true) return;
  const root = `arn:${partition}:iam::${accountId}:root`;
  const changeable = statementsOf(inputs.policy).some(
    (statement) =>
      allows(statement, "kms:PutKeyPolicy") &&
      principalsOf(statement, "AWS").some((principal) => [root, accountId, "*"].includes(principal)),
  );
  if (!changeable)
    throw new Refusal(code, "The new key policy will not allow you to update the key policy in the future.");
}

/** The key must be there, usable, and let the service use it. */
export function assertKeyFor(
  making: Making,
  key: unknown,
  service: string,
  context?: Readonly<Record<string, string>>,
): void {
  if (key === undefined) return;
  const found = making.account.find("aws:kms/key:Key", "arn", key) ?? making.account.find("aws:kms/key:Key", "id", key);
  if (found === undefined || found.state.isEnabled === false)
    throw new Refusal("KMSKeyNotAccessibleFault", `the key ${key} does not exist or is disabled`);
  const may = statementsOf(found.state.policy).some(
    (statement) =>
      principalsOf(statement, "Service").includes(service) &&
      ["kms:Encrypt", "kms:GenerateDataKey"].some((action) => allows(statement, action)) &&
      contextFits(statement, context ?? {}),
  );
  if (!may)
    throw new Refusal("AccessDeniedException", `the key ${key} does not exist or does not allow ${service} to use it`);
}

/** Whether what a statement wants of the encryption context fits the one that the service gives. */
function contextFits({ Condition }: Statement, context: Readonly<Record<string, string>>): boolean {
  for (const [operator, keys] of Object.entries((Condition ?? {}) as Readonly<Record<string, JsonMap>>))
    for (const [key, patterns] of Object.entries(keys)) {
      const name = /^kms:EncryptionContext:(.+)$/.exec(key)?.[1];
      if (name === undefined || !/^(String|Arn)(Equals|Like)$/.test(operator)) continue;
      const given = context[name];
      if (given === undefined || !list(patterns).some((pattern) => globbed(pattern).test(given))) return false;
    }
  return true;
}
