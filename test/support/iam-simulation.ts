import { runSimulation } from "@cloud-copilot/iam-simulate";
import { actionsOf } from "./iam/actions.js";
import { hasKey } from "./iam/conditions.js";

/** The policies that decide on a request, as the JSON that AWS gets. */
export interface DecidingPolicies {
  /** Of the caller's role or user, inline or attached. */
  readonly identity?: readonly string[];
  /** Of the key, bucket, topic, repository, or, for `sts:AssumeRole`, role that is asked for. */
  readonly resource?: string;
  readonly boundary?: string;
  readonly session?: string;
  /** Of the VPC endpoint through which the request comes. */
  readonly endpoint?: string;
}

export interface AccessRequest {
  /** ARN of a role, user or session, or a service such as `logs.eu-central-1.amazonaws.com`. */
  readonly principal: string;
  /** `kms:Decrypt` */
  readonly action: string;
  /** ARN */
  readonly resource: string;
  /** Who owns the resource. Default: the account in its ARN. */
  readonly account?: string;
  /** Values of condition keys: `{ "kms:ViaService": "ec2.eu-central-1.amazonaws.com" }`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/**
 * What IAM decides on a request without organization policies, by `@cloud-copilot/iam-simulate`.
 * @throws Error when a policy or the request is not valid, or a key of the context has no meaning for the action: the
 * decision would then be about something else.
 */
export async function decides(policies: DecidingPolicies, request: AccessRequest): Promise<Decision> {
  const { identity = [], resource, boundary, session, endpoint } = policies;
  const named = (text: string, index: number) => ({ name: String(index), policy: simulated(text) });
  const answer = await runSimulation(
    {
      request: {
        principal: request.principal,
        action: request.action,
        resource: { resource: request.resource, accountId: request.account ?? request.resource.split(":")[4] ?? "" },
        contextVariables: await contextOf(request),
      },
      identityPolicies: identity.map(named),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource === undefined ? {} : { resourcePolicy: simulated(resource) }),
      ...(session === undefined ? {} : { sessionPolicy: simulated(session) }),
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [named(boundary, 0)] }),
      ...(endpoint === undefined ? {} : { vpcEndpointPolicies: [named(endpoint, 0)] }),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${answer.errors.message}: ${JSON.stringify(answer.errors)}`);
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (ignored.length > 0) throw new Error(`${request.action} has no condition keys ${ignored.join(", ")}`);
  return answer.overallResult;
}

/**
 * The simulator knows no keys whose open part does not follow a slash: entries of an encryption context, and the claims of an
 * issuer. To a decision a key is but a name, so these stand in it under a name that the simulator takes.
 */
const OPEN = /^kms:EncryptionContext:|^(?!aws:)[^/]+\.[^/]+(?:\/.+)?:[a-z_]+$/i;
const STAND_IN = "aws:RequestTag/";

async function contextOf({ action, context = {} }: AccessRequest): Promise<Record<string, string | string[]>> {
  const known = await actionsOf(action);
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => {
      const isClaim = /^sts:AssumeRoleWithWebIdentity$/i.test(action) && !key.startsWith("kms:");
      const isOpen = OPEN.test(key) && (isClaim || known.some(({ keys }) => hasKey(keys, key)));
      return [isOpen ? STAND_IN + key : key, typeof value === "string" ? value : [...value]];
    }),
  );
}

function simulated(text: string): unknown {
  const policy = JSON.parse(text);
  for (const { Condition = {} } of [policy.Statement].flat())
    for (const [operator, lines] of Object.entries(Condition))
      Condition[operator] = Object.fromEntries(
        Object.entries(Object(lines)).map(([key, value]) => [OPEN.test(key) ? STAND_IN + key : key, value]),
      );
  return policy;
}
