import { refuse } from "../../refusal.js";
import { arnOf, parsedArn } from "../arn.js";

/** Name of a namespace; EKS has no wildcards here. */
export function namespaceName(value: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value)) return value;
  return refuse("namespace", "be the name of one namespace", value);
}

/** Name of a service account that is the workload's own. */
export function serviceAccountName(value: string): string {
  if (value === "default")
    return refuse("serviceAccount", "be the workload's own: every pod without one runs as default", value);
  if (/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(value)) return value;
  return refuse("serviceAccount", "be the name of one service account", value);
}

/** Managed policies of AWS that hand over the account. */
const WHOLE_ACCOUNT = ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"];

const POLICY = arnOf(
  "iam",
  /^policy\/(?:[\u0021-\u007e]+\/)?[\w+=,.@-]{1,128}$/,
  "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
);

export function managedPolicyArn(input: string, value: string): string {
  const arn = parsedArn(POLICY(input, value));
  const policy = arn?.resource.split("/").at(-1) ?? "";
  if (arn?.account === "aws" && WHOLE_ACCOUNT.includes(policy))
    return refuse(input, "be no policy that hands over the account to a pod", value);
  return value;
}

export const oidcProviderArn = arnOf(
  "iam",
  /^oidc-provider\/\S+$/,
  "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
);

/** Longest session policy that STS takes, in characters. */
const LONGEST_SESSION_POLICY = 2048;

export function sessionPolicy(value: string): string {
  if (value.length > LONGEST_SESSION_POLICY)
    refuse("sessionPolicy", `have at most ${LONGEST_SESSION_POLICY} characters`, value.length);
  statements("sessionPolicy", value);
  return value;
}

/** A policy in JSON that does not allow everything. */
export function rolePolicy(value: string): string {
  for (const statement of statements("policy", value))
    if (
      statement.Effect === "Allow" &&
      (statement.NotAction !== undefined || list(statement.Action).some(isEverything))
    )
      refuse(
        "policy",
        "name the actions that the workload needs, not all of AWS or of IAM",
        statement.Action ?? "NotAction",
      );
  return value;
}

const isEverything = (action: unknown): boolean => typeof action === "string" && /^(?:\*|\*:\*|iam:\*)$/i.test(action);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function statements(input: string, text: string): readonly Readonly<Record<string, unknown>>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse(input, "be an IAM policy in JSON", text.slice(0, 80));
  }
  const found = parsed !== null && typeof parsed === "object" && "Statement" in parsed ? list(parsed.Statement) : [];
  const objects = found.filter(
    (one): one is Readonly<Record<string, unknown>> => one !== null && typeof one === "object",
  );
  if (objects.length === 0 || objects.length !== found.length)
    refuse(input, "be an IAM policy with statements", text.slice(0, 80));
  return objects;
}
