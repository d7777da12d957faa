import { all, matching, some, UnknownRead } from "../unknown.js";
import { attempt, type Verdict } from "../verdict.js";
import { attemptAll, eachOf } from "./containers.js";
import type { KubernetesObject } from "./object.js";
import {
  binding,
  coversResource,
  grantsGroup,
  grantsVerb,
  isLimited,
  type PolicyRule,
  role,
  type Subject,
} from "./rbac.js";

/** Something that a rule can allow and a policy refuses. */
export interface Power {
  /** Any of these is enough. */
  readonly verbs: readonly string[];
  /** API group; empty for the core group. */
  readonly group: string;
  readonly resource: string;
  /** Default: the resource itself. */
  readonly subresource?: string;
  /**
   * What a rule means that is limited by `resourceNames`: with `excused` nothing, unless it lists the empty name, which
   * is that of requests for all; with `counts` the same as without; with a function, it counts where a name does.
   */
  readonly named: "excused" | "counts" | ((name: string) => boolean);
}

/** Verbs whose requests may have no name: RBAC then compares `resourceNames` with the empty string. */
const NAMELESS: ReadonlySet<string> = new Set(["list", "watch", "create", "deletecollection"]);

/** Judges every rule; rules beside an aggregationRule too, though the controller replaces them. */
export const eachRule = (
  object: KubernetesObject,
  judge: (rule: PolicyRule, path: string) => readonly Verdict[],
): readonly Verdict[] =>
  eachOf(
    () => role(object.data)?.rules,
    (rule, index) => judge(rule, `${object.prefix}rules[${index}]`),
  );

/** Judges every subject of a binding. */
export const eachSubject = (
  object: KubernetesObject,
  judge: (subject: Subject) => string | undefined,
): readonly Verdict[] =>
  eachOf(
    () => binding(object.data)?.subjects,
    (subject, index) =>
      attempt(() => {
        const requirement = judge(subject);
        const path = `${object.prefix}subjects[${index}].name`;
        return requirement === undefined ? undefined : { subject: "subject", path, requirement };
      }),
  );

/** An offence for each of a rule's `resources` that gives one of the powers. */
export const powerVerdicts = (object: KubernetesObject, powers: readonly Power[]): readonly Verdict[] =>
  eachRule(object, (rule, path) => {
    if (!powers.some((power) => mightHold(() => givesVerb(rule, power)))) return [];
    return eachOf(
      () => rule.resources,
      (item, index) =>
        attemptAll(() =>
          matching(powers, (power) => coversResource(item, power.resource, power.subresource) && givesVerb(rule, power))
            .slice(0, 1)
            .map((power) => ({
              subject: "rule",
              path: `${path}.resources[${index}]`,
              requirement: `must not allow ${verbsGiven(rule, power).join(", ")} on ${shown(power)}`,
            })),
        ),
    );
  });

const givesVerb = (rule: PolicyRule, power: Power): boolean =>
  all(
    () => grantsGroup(rule, power.group),
    () => verbsGiven(rule, power).length > 0,
  );

const verbsGiven = (rule: PolicyRule, { verbs, named }: Power): readonly string[] =>
  matching(verbs, (verb) =>
    all(
      () => grantsVerb(rule, verb),
      () => countsFor(rule, verb, named),
    ),
  );

function countsFor(rule: PolicyRule, verb: string, named: Power["named"]): boolean {
  if (named === "counts" || !isLimited(rule)) return true;
  return some(rule.resourceNames, (name) =>
    name === "" ? NAMELESS.has(verb) : typeof named === "function" && named(name),
  );
}

const shown = ({ resource, subresource }: Power): string =>
  subresource === undefined ? resource : `${resource}/${subresource}`;

/** What is unknown might hold. */
function mightHold(condition: () => boolean): boolean {
  try {
    return condition();
  } catch (error) {
    if (error instanceof UnknownRead) return true;
    throw error;
  }
}
