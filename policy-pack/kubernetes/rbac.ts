import { all, some } from "../unknown.js";
import type { GroupKind } from "./object.js";
import { list, map, object, type Shape, text } from "./shape.js";

/** The kinds of rbac.authorization.k8s.io that hold rules. */
export const ROLES = [
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/Role",
] as const satisfies readonly GroupKind[];

/** The kinds of rbac.authorization.k8s.io that give a role to subjects. */
export const BINDINGS = [
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "rbac.authorization.k8s.io/RoleBinding",
] as const satisfies readonly GroupKind[];

const policyRule = object({
  apiGroups: list(text),
  resources: list(text),
  verbs: list(text),
  resourceNames: list(text),
  nonResourceURLs: list(text),
});
const labelRequirement = object({ key: text, operator: text, values: list(text) });
const labelSelector = object({ matchLabels: map(text), matchExpressions: list(labelRequirement) });

/** rbac.authorization.k8s.io/v1 Role and ClusterRole; what an aggregationRule selects is not in the manifest. */
export const role = object({
  rules: list(policyRule),
  aggregationRule: object({ clusterRoleSelectors: list(labelSelector) }),
});

const subject = object({ kind: text, name: text, namespace: text });

/** rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding. */
export const binding = object({ roleRef: object({ kind: text, name: text }), subjects: list(subject) });

type Of<S> = S extends Shape<infer T> ? T : never;
export type PolicyRule = Of<typeof policyRule>;
export type RoleSelector = Of<typeof labelSelector>;
export type Subject = Of<typeof subject>;

/** What somebody asks of the API server, as a SubjectAccessReview states it. */
export type AccessRequest =
  | {
      readonly verb: string;
      /** API group; empty for the core group. */
      readonly group: string;
      readonly resource: string;
      /** Default: the resource itself. */
      readonly subresource?: string | undefined;
      /** Default: none, as in a list of all or a creation by POST. */
      readonly name?: string | undefined;
    }
  | {
      readonly verb: string;
      /** Path of a request that is about no resource, e.g. `/metrics`. */
      readonly path: string;
    };

/**
 * Whether the rule allows the request, as the API server's RBAC authorizer decides it (plugin/pkg/auth/authorizer/rbac,
 * RuleAllows). The only wildcards are `*` as a whole, `*` before a subresource and `*` at the end of a path: `pods/*`,
 * `get*` or `GET` grant nothing.
 *
 * @throws UnknownRead where an unknown value decides.
 */
export function grants(rule: PolicyRule, request: AccessRequest): boolean {
  if ("path" in request)
    return all(
      () => grantsVerb(rule, request.verb),
      () => some(rule.nonResourceURLs, (url) => coversPath(url, request.path)),
    );
  const { verb, group, resource, subresource, name = "" } = request;
  return all(
    () => grantsVerb(rule, verb),
    () => grantsGroup(rule, group),
    () => some(rule.resources, (item) => coversResource(item, resource, subresource)),
    () => !isLimited(rule) || some(rule.resourceNames, (item) => item === name),
  );
}

export const grantsVerb = (rule: PolicyRule, verb: string): boolean =>
  some(rule.verbs, (item) => item === "*" || item === verb);

export const grantsGroup = (rule: PolicyRule, group: string): boolean =>
  some(rule.apiGroups, (item) => item === "*" || item === group);

/** Whether the rule is limited to objects of certain names. */
export const isLimited = ({ resourceNames }: PolicyRule): boolean => (resourceNames?.length ?? 0) > 0;

/** Whether one of a rule's `resources` covers a resource, or its subresource where that is not empty. */
export function coversResource(item: string, resource: string, subresource = ""): boolean {
  if (item === "*") return true;
  if (subresource === "") return item === resource;
  return item === `${resource}/${subresource}` || item === `*/${subresource}`;
}

/** Whether one of a rule's `nonResourceURLs` covers a path; only stars at the end stand for more. */
export function coversPath(item: string, path: string): boolean {
  if (item === path) return true;
  let end = item.length;
  while (end > 0 && item[end - 1] === "*") end--;
  return end < item.length && path.startsWith(item.slice(0, end));
}
