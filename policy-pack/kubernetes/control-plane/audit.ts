import { list, object, type Shape, text } from "../shape.js";

const texts = list(text);
const rule = object({
  level: text,
  users: texts,
  userGroups: texts,
  verbs: texts,
  resources: list(object({ group: text, resources: texts, resourceNames: texts })),
  namespaces: texts,
  nonResourceURLs: texts,
});

type Rule = NonNullable<ReturnType<typeof rule>>;

/** The rules of an audit.k8s.io Policy, in their order. */
export const auditRules: Shape<readonly Rule[]> = list(rule);

/** A request on a resource, by somebody of whom no rule speaks in particular, or by nobody. */
export interface AuditedRequest {
  readonly verb: string;
  readonly group: string;
  /** With its subresource, e.g. `pods/exec`. */
  readonly resource: string;
  readonly anonymous?: boolean;
}

/** A rule that decides the request always, or for some callers, names or namespaces. */
export interface DecidingRule {
  readonly index: number;
  readonly level: string;
  readonly always: boolean;
}

/** The rules that may decide a request: the first that always matches ends them. */
export function decidingRules(rules: readonly Rule[], request: AuditedRequest): readonly DecidingRule[] {
  const found: DecidingRule[] = [];
  for (const [index, each] of rules.entries()) {
    if (each === undefined) continue;
    const matches = matchOf(each, request);
    if (matches === "never") continue;
    found.push({ index, level: each.level ?? "None", always: matches === "always" });
    if (matches === "always") break;
  }
  return found;
}

type Match = "always" | "maybe" | "never";

const isEmpty = (items: readonly unknown[] | undefined): boolean => (items?.length ?? 0) === 0;

function matchOf(rule: Rule, request: AuditedRequest): Match {
  return strictest([
    callerMatch(rule, request.anonymous ?? false),
    isEmpty(rule.verbs) || rule.verbs?.includes(request.verb) ? "always" : "never",
    resourceMatch(rule, request),
    isEmpty(rule.namespaces) ? "always" : "maybe",
  ]);
}

/** Whether the rule is about a caller who has not signed in, or about any other. */
export function callerMatch({ users, userGroups }: Rule, anonymous: boolean): Match {
  const of = (names: readonly string[] | undefined, nobody: string, everybody: string | undefined): Match => {
    if (isEmpty(names)) return "always";
    if (anonymous) return names?.includes(nobody) ? "always" : "never";
    if (everybody !== undefined && names?.includes(everybody)) return "always";
    return names?.every((name) => name === nobody) ? "never" : "maybe";
  };
  return strictest([
    of(users, "system:anonymous", undefined),
    of(userGroups, "system:unauthenticated", "system:authenticated"),
  ]);
}

const strictest = (matches: readonly Match[]): Match =>
  matches.includes("never") ? "never" : matches.includes("maybe") ? "maybe" : "always";

function resourceMatch({ resources, nonResourceURLs, namespaces }: Rule, request: AuditedRequest): Match {
  if (isEmpty(resources)) return isEmpty(nonResourceURLs) || !isEmpty(namespaces) ? "always" : "never";
  const [resource, subresource] = request.resource.split("/");
  const names = new Set([request.resource, "*", `${resource}/*`, `*/${subresource ?? ""}`]);
  let found: Match = "never";
  for (const entry of resources ?? []) {
    if (entry === undefined || (entry.group !== "*" && (entry.group ?? "") !== request.group)) continue;
    if (!isEmpty(entry.resources) && !entry.resources?.some((name) => names.has(name))) continue;
    if (isEmpty(entry.resourceNames)) return "always";
    found = "maybe";
  }
  return found;
}

/** Paths that probes ask, which tell nothing and are asked all day. */
const HEALTH = /^\/(?:healthz|livez|readyz|version)(?:\*|\/.*)?$/;

/** Whether the rule is about nothing but the health of the API server. */
export const isAboutHealth = ({ resources, nonResourceURLs }: Rule): boolean =>
  isEmpty(resources) && !isEmpty(nonResourceURLs) && (nonResourceURLs ?? []).every((path) => HEALTH.test(path));
