import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import { roleArn as checkedRoleArn } from "./arn.js";
import { namespaceName, oidcProviderArn, serviceAccountName, sessionPolicy } from "./workload-identity/checks.js";
import { createWorkloadRole, type WorkloadRole } from "./workload-identity/role.js";
import { podIdentityTrust, type Workload, webIdentityTrust } from "./workload-identity/trust.js";

/** How a pod proves to AWS who it is. */
export const IdentityMethod = {
  /** EKS Pod Identity: an agent on the node hands out credentials; nothing in the cluster names the role. */
  PodIdentity: "PodIdentity",
  /** IAM roles for service accounts: for Fargate, Windows, and add-ons that cannot do the other. */
  WebIdentity: "WebIdentity",
} as const;
export type IdentityMethod = (typeof IdentityMethod)[keyof typeof IdentityMethod];

export interface WorkloadIdentityArgs {
  /** Name of the cluster. For Pod Identity its nodes run the agent: `NetworkAddons`, or Auto Mode. */
  clusterName: pulumi.Input<string>;
  /** The one namespace that the pods are in. */
  namespace: pulumi.Input<string>;
  /** Their service account, which is no other workload's; never `default`. */
  serviceAccount: pulumi.Input<string>;
  /** What the workload may do: an IAM policy in JSON, with the actions it needs. @default none */
  policy?: pulumi.Input<string>;
  /** ARNs of managed policies, at most 10, by a name that stays for ever, e.g. `{ read: "arn:aws:iam::…:policy/shop-read" }`. @default none */
  managedPolicyArns?: Record<string, pulumi.Input<string>>;
  /** How the pods get the role's credentials; plain. @default IdentityMethod.PodIdentity */
  method?: IdentityMethod;
  /**
   * Narrows what the role allows, for this workload alone: a policy in JSON of at most 2048 characters. AWS then tags the
   * session no more, so that the role is bound to the cluster, not to the service account. Pod Identity only. @default none
   */
  sessionPolicy?: pulumi.Input<string>;
  /** Role, of another account perhaps, that is taken on through the workload's own; it must trust that. Pod Identity only. @default none */
  targetRoleArn?: pulumi.Input<string>;
  /** A role that is there, shared with other workloads, instead of an own one. Whom it trusts is left to you. Pod Identity only. @default none, an own role */
  roleArn?: pulumi.Input<string>;
  /** `aws.iam.OpenIdConnectProvider` of the cluster. WebIdentity only, and needed there. @default none */
  oidcProviderArn?: pulumi.Input<string>;
  /** Policy that no role made here can exceed. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the role and the association. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The IAM role of one service account, so that its pods need neither keys nor the node's role (CIS-EKS-5.2.1, NSA-CLD-02). Only
 * that service account of that cluster can take it on.
 *
 * ```ts
 * new WorkloadIdentity("cart", {
 *   clusterName: cluster.clusterName,
 *   namespace: "shop",
 *   serviceAccount: "cart",
 *   policy: JSON.stringify({
 *     Version: "2012-10-17",
 *     Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::carts/*" }],
 *   }),
 * });
 * ```
 *
 * @cost nothing
 */
export class WorkloadIdentity extends pulumi.ComponentResource {
  /** ARN of the role, known once it has its rights. */
  readonly roleArn: pulumi.Output<string>;
  /** What to write on the service account: nothing for Pod Identity, the role for WebIdentity. */
  readonly serviceAccountAnnotations: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:WorkloadIdentity", name, args, opts);
    const method = oneOf("method", args.method ?? IdentityMethod.PodIdentity, Object.values(IdentityMethod));
    checkTogether(method, args);
    const workload: Workload = {
      clusterName: args.clusterName,
      namespace: checkedInput(args.namespace, namespaceName),
      serviceAccount: checkedInput(args.serviceAccount, serviceAccountName),
    };
    const own = args.roleArn === undefined ? createOwnRole(this, name, workload, method, args) : undefined;
    this.roleArn = own === undefined ? shared(args.roleArn) : afterGrants(own);
    if (method === IdentityMethod.PodIdentity)
      createAssociation(this, name, workload, own?.role.arn ?? this.roleArn, own?.grants ?? [], args);
    this.serviceAccountAnnotations = this.roleArn.apply(
      (arn): Record<string, string> =>
        method === IdentityMethod.WebIdentity ? { "eks.amazonaws.com/role-arn": arn } : {},
    );
    this.registerOutputs({ roleArn: this.roleArn, serviceAccountAnnotations: this.serviceAccountAnnotations });
  }
}

function createOwnRole(
  parent: pulumi.Resource,
  name: string,
  workload: Workload,
  method: IdentityMethod,
  args: WorkloadIdentityArgs,
): WorkloadRole {
  const account = accountOf(parent);
  const trust =
    method === IdentityMethod.PodIdentity
      ? podIdentityTrust(account, workload, args.sessionPolicy === undefined)
      : webIdentityTrust(
          checkedInput(args.oidcProviderArn ?? "", (arn) => oidcProviderArn("oidcProviderArn", arn)),
          workload,
        );
  return createWorkloadRole(parent, name, account, workload, trust, args);
}

function createAssociation(
  parent: pulumi.Resource,
  name: string,
  workload: Workload,
  roleArn: pulumi.Output<string>,
  dependsOn: readonly pulumi.CustomResource[],
  args: WorkloadIdentityArgs,
): void {
  const narrowed = args.sessionPolicy !== undefined;
  new aws.eks.PodIdentityAssociation(
    `${name}-association`,
    {
      ...workload,
      roleArn,
      targetRoleArn: args.targetRoleArn === undefined ? undefined : targetRole(args.targetRoleArn),
      // AWS takes a policy only together with this.
      disableSessionTags: narrowed,
      policy: args.sessionPolicy === undefined ? undefined : checkedInput(args.sessionPolicy, sessionPolicy),
      tags: args.tags,
    },
    { parent, dependsOn: [...dependsOn] },
  );
}

const afterGrants = ({ role, grants }: WorkloadRole): pulumi.Output<string> =>
  pulumi.all([role.arn, ...grants.map(({ id }) => id)]).apply(([arn]) => arn as string);

const shared = (arn: pulumi.Input<string> = ""): pulumi.Output<string> =>
  checkedInput(arn, (text) => checkedRoleArn("roleArn", text));

const targetRole = (arn: pulumi.Input<string>): pulumi.Output<string> =>
  checkedInput(arn, (text) => checkedRoleArn("targetRoleArn", text));

/** Managed policies of one role, before a higher quota is asked for. */
const MOST_MANAGED_POLICIES = 10;

function checkTogether(method: IdentityMethod, args: WorkloadIdentityArgs): void {
  const web = method === IdentityMethod.WebIdentity;
  const given = (input: keyof WorkloadIdentityArgs) => args[input] !== undefined;
  if (web && !given("oidcProviderArn")) refuse("oidcProviderArn", "be given for WebIdentity", undefined);
  if (!web && given("oidcProviderArn")) refuse("oidcProviderArn", "be left out: Pod Identity needs none", "one");
  for (const input of ["sessionPolicy", "targetRoleArn", "roleArn"] as const)
    if (web && given(input)) refuse(input, "be left out: only Pod Identity has it", "one");
  const managed = Object.keys(args.managedPolicyArns ?? {}).length;
  if (managed > MOST_MANAGED_POLICIES)
    refuse("managedPolicyArns", `have at most ${MOST_MANAGED_POLICIES} policies`, managed);
  const grants = given("policy") || managed > 0;
  if (given("roleArn") && (grants || given("permissionsBoundary")))
    refuse("roleArn", "stand alone: policies and boundary belong to the role, which is not made here", "both");
  if (!given("roleArn") && !grants && !given("targetRoleArn"))
    refuse("policy", "be given, or managedPolicyArns or targetRoleArn: a role without rights is of no use", undefined);
}
