import { amount, exceededSums } from "./amounts.js";
import type { AuditedNamespace } from "./audit-phase.js";
import {
  type ApiObject,
  type Container,
  controllerOf,
  hasEnded,
  type LabelSelector,
  type Pod,
  type PodSpec,
  selects,
} from "./objects.js";
import type { Breakage } from "./report.js";
import type { Workload } from "./workloads.js";

/** What is in one namespace. */
export interface NamespaceContent {
  readonly pods: readonly Pod[];
  readonly workloads: readonly Workload[];
  readonly networkPolicies: readonly ApiObject[];
  readonly services: readonly ApiObject[];
  /** The account `default`. */
  readonly defaultAccount?: ApiObject & { readonly automountServiceAccountToken?: boolean };
}

/** What no API server can be asked before it is there: the network policies, quota, limits and locked account to come. */
export function* effectsOf({ name, plan }: AuditedNamespace, content: NamespaceContent): Generator<Breakage> {
  const namespace = name;
  const sums = exceededSums(plan, content.pods, content.services);
  if (sums.length > 0)
    yield {
      ...{ kind: "quota-exceeded", namespace },
      message: `${sums.map(({ resource, used, allowed }) => `${resource}: ${used} used, ${allowed} allowed`).join("; ")}.`,
      fix: "use less, or raise the quota.",
      objects: [],
    };
  if (plan.defaultDeny) yield* cutOff(namespace, content);
  const { workloads } = content;
  const tokens =
    content.defaultAccount?.automountServiceAccountToken === false ? [] : workloads.filter(usesDefaultToken);
  if (tokens.length > 0)
    yield {
      ...{ kind: "no-token", namespace },
      message: "uses the token of the account default.",
      fix: "give it an account of its own if it calls the API server.",
      objects: tokens.map(({ subject }) => subject),
    };
  for (const [resource, limit] of Object.entries(plan.containerDefaults?.limits ?? {})) {
    const fix = `set resources.limits.${resource}.`;
    const unlimited = workloads.filter(({ template }) => withoutLimit(template.spec, resource).length > 0);
    const refused = unlimited.filter(({ template }) => asksForMore(template.spec, resource, limit));
    const limited = unlimited.filter((workload) => !refused.includes(workload));
    for (const [kind, which, message] of [
      [
        "pods-refused",
        refused,
        `has a container that asks for more ${resource} than the limit of ${limit} that it gets.`,
      ],
      ["limits-added", limited, `has a container without a limit of ${resource}: it gets ${limit}.`],
    ] as const)
      if (which.length > 0) yield { kind, namespace, message, fix, objects: which.map(({ subject }) => subject) };
  }
}

/** NetworkPolicy cannot hold back a pod in the network of its node. */
function* cutOff(namespace: string, { pods, networkPolicies }: NamespaceContent): Generator<Breakage> {
  const running = pods.filter((pod) => !hasEnded(pod) && pod.spec.hostNetwork !== true);
  const selectors = (direction: "Ingress" | "Egress") =>
    networkPolicies.filter((policy) => typesOf(policy).includes(direction)).map((policy) => podSelectorOf(policy));
  const [ingress, egress] = [selectors("Ingress"), selectors("Egress")];
  const isFree = (selectors: readonly LabelSelector[], { metadata }: Pod) =>
    !selectors.some((selector) => selects(selector, metadata.labels));
  const [nobody, nothing, both] = [[], [], []] as [Pod[], Pod[], Pod[]];
  for (const pod of running) {
    const [isIngressFree, isEgressFree] = [isFree(ingress, pod), isFree(egress, pod)];
    if (isIngressFree || isEgressFree) (isIngressFree ? (isEgressFree ? both : nobody) : nothing).push(pod);
  }
  for (const [cut, message, fix] of [
    [both, "no NetworkPolicy selects", "allow its flows by NetworkRules."],
    [nobody, "no NetworkPolicy selects for ingress", "allow by NetworkRules who reaches it."],
    [nothing, "no NetworkPolicy selects for egress", "allow by NetworkRules what it reaches."],
  ] as const)
    if (cut.length > 0)
      yield {
        ...{ kind: "cut-off", namespace },
        message: `${message}: ${cut.length} of ${pods.length} pods.`,
        fix,
        objects: cut.map(makerOf),
      };
}

/** Many pods of one maker are one thing to open flows for. */
function makerOf(pod: Pod): string {
  const owner = controllerOf(pod);
  if (owner === undefined) return `Pod ${pod.metadata.name}`;
  const hash = pod.metadata.labels?.["pod-template-hash"];
  return owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? `Deployment ${owner.name.slice(0, -hash.length - 1)}`
    : `${owner.kind} ${owner.name}`;
}

/** networking.k8s.io/v1, policyTypes: what is not stated follows from the rules. */
function typesOf({ spec }: ApiObject): readonly string[] {
  const { policyTypes, egress = [] } = spec as { policyTypes?: readonly string[]; egress?: readonly unknown[] };
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

const podSelectorOf = ({ spec }: ApiObject): LabelSelector =>
  (spec as { podSelector?: LabelSelector }).podSelector ?? {};

/** What a pod says itself is over what its account says. */
const usesDefaultToken = ({ template: { spec } }: Workload): boolean =>
  (spec.serviceAccountName ?? "default") === "default" && spec.automountServiceAccountToken === undefined;

const withoutLimit = (
  { containers, initContainers = [], resources }: PodSpec,
  resource: string,
): readonly Container[] =>
  // What a pod states as a whole is over what its containers lack.
  resources === undefined
    ? [...containers, ...initContainers].filter((container) => container.resources?.limits?.[resource] === undefined)
    : [];

const asksForMore = (spec: PodSpec, resource: string, limit: string): boolean =>
  withoutLimit(spec, resource).some(({ resources }) => amount(resources?.requests?.[resource]) > amount(limit));
