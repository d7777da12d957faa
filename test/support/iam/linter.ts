import {
  lintPolicy,
  lintResourcePolicy,
  validateEndpointPolicy,
  validateIdentityPolicy,
  validateSessionPolicy,
  validateTrustPolicy,
} from "@cloud-copilot/iam-policy";
import { actionsOf, type KnownAction } from "./actions.js";
import { arnFault, fitsFormat } from "./arn-pattern.js";
import { conditionFaults } from "./conditions.js";
import type { PolicyDocument, PolicyKind } from "./documents.js";

const SYNTAX = {
  identity: validateIdentityPolicy,
  trust: validateTrustPolicy,
  resource: lintResourcePolicy,
  endpoint: validateEndpointPolicy,
  session: validateSessionPolicy,
} as const satisfies Record<PolicyKind, unknown>;

interface Statement {
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is wrong with a policy, a line each: where it stands, which statement, what. */
export async function policyFindings(document: PolicyDocument): Promise<string[]> {
  const about = `${document.resource} ${document.property}`;
  const { kind, max = 0, text } = document;
  if (kind === undefined) return [`${about}: nobody has said what kind of policy this is (iam/documents.ts)`];
  const policy = parsed(text);
  if (policy === undefined) return [`${about}: is no JSON`];
  const syntax = [...SYNTAX[kind](policy), ...lintPolicy(policy)].map(({ path, message }) => `${path}: ${message}`);
  if (syntax.length > 0) return [...new Set(syntax)].map((line) => `${about} ${line}`);
  const size = text.replaceAll(/\s/g, "").length;
  const statements = [(policy as { Statement: Statement | readonly Statement[] }).Statement].flat() as Statement[];
  const found = await Promise.all(
    statements.map(async (statement, index) =>
      (await statementFaults(kind, statement)).map(
        (fault) => `${about} Statement[${index}]${statement.Sid === undefined ? "" : ` ${statement.Sid}`}: ${fault}`,
      ),
    ),
  );
  return [...(size > max ? [`${about}: has ${size} characters, more than ${max}`] : []), ...found.flat()];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function statementFaults(kind: PolicyKind, statement: Statement): Promise<string[]> {
  const texts = list(statement.Action ?? statement.NotAction).filter((text) => text !== "*");
  const actions = new Map(
    await Promise.all(texts.map(async (text) => [text, await actionsOf(text)] as [string, readonly KnownAction[]])),
  );
  const principals = principalsOf(statement);
  const issuers = principals.flatMap(([, value]) => /:oidc-provider\/(.+)$/.exec(value)?.[1] ?? []);
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, lines]) =>
    Object.keys(lines).map((key) => conditionFaults(operator, key, actions, issuers)),
  );
  return [
    ...[...actions].filter(([, known]) => known.length === 0).map(([text]) => `there is no action ${text}`),
    ...principals.flatMap(([type, value]) => principalFaults(type, value)),
    ...resourceFaults(statement, actions),
    ...(await Promise.all(conditions)).flat(),
    // KMS and others allow more in an id; IAM and STS do not.
    ...(kind !== "resource" && !/^[A-Za-z0-9]*$/.test(statement.Sid ?? "") ? ["Sid must be letters and digits"] : []),
  ];
}

function principalsOf({ Principal }: Statement): [string, string][] {
  if (typeof Principal !== "object") return [];
  return Object.entries(Principal).flatMap(([type, values]) =>
    list(values).map((value): [string, string] => [type, value]),
  );
}

function principalFaults(type: string, value: string): string[] {
  const isRight: Readonly<Record<string, (text: string) => boolean>> = {
    AWS: (text) =>
      /^(?:\*|\d{12}|arn:aws(?:-[a-z]+)*:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/[\w+=,.@/-]+))$/.test(
        text,
      ),
    Service: (text) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(text),
    Federated: (text) => /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(?:oidc|saml)-provider\/\S+$|^[a-z0-9.-]+$/.test(text),
    CanonicalUser: (text) => /^[0-9a-f]{64}$/.test(text),
  };
  return isRight[type]?.(value) === true ? [] : [`${value} is no principal of type ${type}`];
}

/** Resources that are no ARN, that none of the actions acts on, and actions that act on none of the resources. */
function resourceFaults(statement: Statement, actions: ReadonlyMap<string, readonly KnownAction[]>): string[] {
  const resources = list(statement.Resource ?? statement.NotResource);
  const malformed = resources
    .filter((text) => text !== "*")
    .flatMap((text) => {
      const fault = arnFault(text);
      return fault === undefined ? [] : [`${text} ${fault}`];
    });
  if (malformed.length > 0 || statement.Resource === undefined || statement.Action === undefined) return malformed;
  if (list(statement.Action).includes("*")) return [];
  const all = [...actions.values()].flat();
  const idle = resources.filter(
    (text) => text !== "*" && all.length > 0 && !all.some((action) => actsOn(action, text)),
  );
  const aimless = [...actions].filter(
    ([, known]) => known.length > 0 && !known.some((action) => resources.some((text) => actsOn(action, text))),
  );
  return [
    ...idle.map((text) => `none of the actions acts on ${text}`),
    ...aimless.map(([text, known]) => {
      const formats = [...new Set(known.flatMap(({ formats }) => formats))];
      return `${text} acts on ${formats.length === 0 ? 'nothing that has an ARN: Resource must be "*"' : `${formats.join(" or ")} only`}`;
    }),
  ];
}

const actsOn = (action: KnownAction, resource: string): boolean =>
  resource === "*" || action.formats.some((format) => fitsFormat(resource, format));

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;
