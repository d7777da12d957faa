import {
  ADMISSION_POLICY_SUFFIX,
  type NamespacePlan,
  NOT_BY_CONTROL_PLANE_CONDITION,
  WHEN_ENFORCED,
} from "../../controls/audit-phase.js";
import type { ApiKind } from "./api-kinds.js";
import type { ApiServer } from "./api-server.js";
import { type ApiObject, type LabelSelector, selects } from "./objects.js";

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly operations?: readonly string[];
  /** Cluster, Namespaced or `*`. */
  readonly scope?: string;
}

/** An admission policy of the baseline that warns, and where. */
export interface AuditedPolicy {
  readonly id: string;
  readonly rules: readonly Rule[];
  readonly exceptRules: readonly Rule[];
  readonly namespaces: LabelSelector;
  /** It does not judge what the control plane makes. */
  readonly sparesControlPlane: boolean;
}

export interface AuditedNamespace {
  readonly name: string;
  readonly plan: NamespacePlan;
}

/** What of the baseline is in the cluster. */
export interface AuditPhase {
  readonly policies: readonly AuditedPolicy[];
  /** Ids of the policies that refuse already. */
  readonly enforced: readonly string[];
  /** Every namespace that stays. */
  readonly all: readonly ApiObject[];
  readonly namespaces: readonly AuditedNamespace[];
  /** Namespaces whose plan cannot be read. */
  readonly unreadable: readonly string[];
}

const API = "/apis/admissionregistration.k8s.io/v1";

interface PolicyObject extends ApiObject {
  readonly spec: {
    readonly matchConstraints?: {
      readonly resourceRules?: readonly Rule[];
      readonly excludeResourceRules?: readonly Rule[];
    };
    readonly matchConditions?: readonly { readonly name: string }[];
  };
}

interface BindingObject extends ApiObject {
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly string[];
    readonly matchResources?: { readonly namespaceSelector?: LabelSelector };
  };
}

export async function auditPhase(server: ApiServer, kinds: readonly ApiKind[]): Promise<AuditPhase> {
  const hasPolicies = kinds.some(({ resource }) => resource === "validatingadmissionpolicies");
  const [policies, bindings, namespaces] = await Promise.all([
    hasPolicies ? server.list<PolicyObject>(`${API}/validatingadmissionpolicies`) : [],
    hasPolicies ? server.list<BindingObject>(`${API}/validatingadmissionpolicybindings`) : [],
    server.list<ApiObject>("/api/v1/namespaces"),
  ]);
  const all = namespaces.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const planned = all.filter(({ metadata }) => metadata.annotations?.[WHEN_ENFORCED] !== undefined);
  const read = planned.flatMap(auditedNamespace);
  const ours = bindings.filter(({ spec }) => spec.policyName.endsWith(ADMISSION_POLICY_SUFFIX));
  return {
    policies: ours
      .filter(({ spec }) => spec.validationActions.includes("Warn"))
      .flatMap((binding) => auditedPolicy(binding, policies)),
    enforced: ours
      .filter(({ spec }) => spec.validationActions.includes("Deny"))
      .map(({ spec }) => policyId(spec.policyName)),
    all,
    namespaces: read,
    unreadable: planned
      .map(({ metadata }) => metadata.name)
      .filter((name) => !read.some((known) => known.name === name)),
  };
}

/** The id of a policy by the name of its object. */
export const policyId = (name: string): string => name.slice(0, -ADMISSION_POLICY_SUFFIX.length);

function auditedPolicy({ spec }: BindingObject, policies: readonly PolicyObject[]): readonly AuditedPolicy[] {
  const policy = policies.find(({ metadata }) => metadata.name === spec.policyName);
  if (policy === undefined) return [];
  const { matchConstraints = {}, matchConditions = [] } = policy.spec;
  return [
    {
      id: policyId(spec.policyName),
      rules: matchConstraints.resourceRules ?? [],
      exceptRules: matchConstraints.excludeResourceRules ?? [],
      namespaces: spec.matchResources?.namespaceSelector ?? {},
      sparesControlPlane: matchConditions.some(({ name }) => name === NOT_BY_CONTROL_PLANE_CONDITION),
    },
  ];
}

function auditedNamespace({ metadata }: ApiObject): readonly AuditedNamespace[] {
  try {
    const plan = JSON.parse(metadata.annotations?.[WHEN_ENFORCED] ?? "") as Partial<NamespacePlan> | null;
    const texts = [plan?.podSecurity, plan?.podSecurityVersion];
    if (typeof plan?.defaultDeny !== "boolean" || texts.some((text) => typeof text !== "string")) return [];
    return [{ name: metadata.name, plan: plan as NamespacePlan }];
  } catch {
    return [];
  }
}

/** Whether the policy is asked about new objects of the kind in the namespace; `undefined`: in none. */
export function judges(policy: AuditedPolicy, kind: ApiKind, namespace: ApiObject | undefined): boolean {
  const isNamed = ({ apiGroups = [], resources = [], operations = [], scope = "*" }: Rule): boolean =>
    ["*", kind.namespaced ? "Namespaced" : "Cluster"].includes(scope) &&
    [kind.group, "*"].some((group) => apiGroups.includes(group)) &&
    [kind.resource, "*", "*/*"].some((resource) => resources.includes(resource)) &&
    ["CREATE", "*"].some((operation) => operations.includes(operation));
  const isThere = namespace === undefined || selects(policy.namespaces, namespace.metadata.labels);
  return isThere && policy.rules.some(isNamed) && !policy.exceptRules.some(isNamed);
}
