import type { AdmissionPolicy } from "../policy.js";
import { literal } from "./literal.js";
import { NOT_BY_CONTROL_PLANE, objectPolicy } from "./objects.js";
import { ROLE_RULES } from "./rbac.js";

/** Something that a rule of a role can allow. */
export interface Power {
  /** Any of these is enough. */
  readonly verbs: readonly string[];
  /** API group; empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /**
   * What a rule means that is limited by `resourceNames`: with `excused` nothing, unless it lists the empty name, which
   * is that of requests for all; with `counts` the same as without; with a pattern, it counts where a name matches.
   */
  readonly named: "excused" | "counts" | { readonly pattern: string };
}

/** Verbs whose requests may have no name: RBAC then compares `resourceNames` with the empty string. */
const NAMELESS = ["list", "watch", "create", "deletecollection"];

/** In CEL: whether the rule `r` gives the power, as the API server's RBAC authorizer decides it (`RuleAllows`). */
function gives({ verbs, group, resource, subresource, named }: Power): string {
  const items = subresource === undefined ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`];
  const someVerb = (of: readonly string[]): string => `r.verbs.exists(v, v in ${literal(["*", ...of])})`;
  const creating = verbs.filter((verb) => NAMELESS.includes(verb));
  const nameless = creating.length === 0 ? "false" : `("" in r.?resourceNames.orValue([]) && ${someVerb(creating)})`;
  const isUnlimited = "size(r.?resourceNames.orValue([])) == 0";
  const names =
    named === "counts"
      ? "true"
      : named === "excused"
        ? `(${isUnlimited} || ${nameless})`
        : `(${isUnlimited} || ${nameless} || r.resourceNames.exists(n, n.matches(${literal(named.pattern)})))`;
  return (
    `(r.?apiGroups.orValue([]).exists(g, g in ${literal(["*", group])}) && ` +
    `r.?resources.orValue([]).exists(i, i in ${literal(["*", ...items])}) && ${someVerb(verbs)} && ${names})`
  );
}

/**
 * A policy on what roles allow. Off unless it is asked for: many add-ons bring such a role, and the API server lets
 * nobody grant what he does not have.
 */
export const powerPolicy = (id: string, powers: readonly Power[], must: string, fix: string): AdmissionPolicy =>
  objectPolicy({
    id,
    rules: ROLE_RULES,
    judged: "it.?rules",
    conditions: [NOT_BY_CONTROL_PLANE],
    everywhere: true,
    checks: [{ breach: `variables.it.?rules.orValue([]).exists(r, ${powers.map(gives).join(" || ")})`, must }],
    fix,
    optional: true,
  });
