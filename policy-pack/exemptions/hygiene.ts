import { ConfigurationError } from "../configuration-error.js";
import type { Exemption } from "../exemptions.js";
import type { Finding } from "../finding.js";
import type { Policy, Severity } from "../policy.js";
import { type Day, dayAfter, daysBetween } from "./day.js";
import type { CentralRules } from "./file.js";
import { isNarrow, SHORTEST_PIECE } from "./match.js";
import { shortened } from "./notes.js";

/** What can be wrong with an exemption; each is judged like a policy of its own, whose id never changes. */
export interface HygieneRule {
  readonly id: string;
  readonly title: string;
  readonly rationale: string;
  readonly remediation: string;
  readonly severity: Severity;
  /** Advisory where the violation itself already refuses, or where another run may see it otherwise. */
  readonly level: "mandatory" | "advisory";
}

const rule = <const R extends HygieneRule>(value: R): R => value;

export const HYGIENE = {
  invalid: rule({
    id: "invalid-exemption",
    title: "An exemption must be readable",
    rationale: "Somebody meant to exempt this, and nobody can read what they wrote.",
    remediation: "Write expires=YYYY-MM-DD; owner=…; reason=… and a policy id that there is.",
    severity: "high",
    level: "mandatory",
  }),
  unknown: rule({
    id: "unknown-exemption",
    title: "An exemption must be known before deployment",
    rationale: "What is not known yet cannot be judged before it is deployed.",
    remediation: "State it as plain text.",
    severity: "low",
    level: "advisory",
  }),
  unexplained: rule({
    id: "exemption-without-reason",
    title: "An exemption must say why, and who answers for it",
    rationale: "Nobody can decide whether to renew an exemption of which nobody knows why it is there.",
    remediation: "State reason and owner; until then it exempts nothing.",
    severity: "medium",
    level: "mandatory",
  }),
  broad: rule({
    id: "exemption-too-broad",
    title: "An exemption must be for something in particular",
    rationale: "An exemption for everything switches a policy off where nobody looks for it.",
    remediation: "Give a name, a namespace without * or the name at the end of a URN; until then it exempts nothing.",
    severity: "high",
    level: "mandatory",
  }),
  pastCap: rule({
    id: "exemption-past-cap",
    title: "An exemption must end within the time that its policy's severity allows",
    rationale: "An exemption that never ends is a decision that nobody takes again.",
    remediation: "Let it expire earlier; until then it exempts nothing.",
    severity: "medium",
    level: "mandatory",
  }),
  forbidden: rule({
    id: "forbidden-exemption",
    title: "An exemption must not be for a policy that allows none",
    rationale: "The central file forbids exemptions from this policy.",
    remediation: "Fix what violates the policy, or ask those who keep the central file; it exempts nothing.",
    severity: "high",
    level: "mandatory",
  }),
  expired: rule({
    id: "expired-exemption",
    title: "An exemption must not be past its last day",
    rationale: "The violations that it was for are back.",
    remediation: "Remove it, or decide again and give it a later day.",
    severity: "low",
    level: "advisory",
  }),
  unused: rule({
    id: "unused-exemption",
    title: "An exemption must be for a violation that there is",
    rationale: "An exemption that is no longer needed hides the next violation.",
    remediation: "Remove it, unless another stack or another run needs it.",
    severity: "low",
    level: "advisory",
  }),
} as const;

export const HYGIENE_RULES: readonly HygieneRule[] = Object.values(HYGIENE);

/** What is wrong with an exemption, before it is known where it is told. */
export interface HygieneProblem {
  readonly rule: HygieneRule;
  /** Under 300 bytes. */
  readonly message: string;
}

/** What an exemption comes to on a day. */
export interface Assessment {
  /** Ids of the policies that it exempts from. */
  readonly holding: ReadonlySet<string>;
  /** Ids of those that it exempted from until its last day. */
  readonly ended: ReadonlySet<string>;
  readonly problems: readonly HygieneProblem[];
}

const NOTHING: ReadonlySet<string> = new Set();

/** Judges an exemption by itself and by what the central file allows. */
export function assess(
  exemption: Exemption,
  { neverExempt, maximumDays }: CentralRules,
  policies: ReadonlyMap<string, Policy>,
  today: Day,
): Assessment {
  const { match, reason, owner, expires, channel } = exemption;
  const refused = (problem: HygieneRule, what: string, fix: string): Assessment => ({
    holding: NOTHING,
    ended: NOTHING,
    problems: [{ rule: problem, message: told(exemption, exemption.policies, what, fix) }],
  });
  const absent = Object.entries({ reason, owner })
    .flatMap(([field, text]) => (text === "" ? [field] : []))
    .join(" and ");
  if (absent !== "") return refused(HYGIENE.unexplained, `has no ${absent}, and exempts nothing`, `state ${absent}`);
  const matching = channel === "file" || channel === "stack configuration";
  if (matching && !isNarrow(match)) return refused(HYGIENE.broad, "matches too much, and exempts nothing", NARROWER);
  const problems: HygieneProblem[] = [];
  const allowed = exemption.policies.filter((id) => !neverExempt.has(id));
  const forbidden = exemption.policies.filter((id) => neverExempt.has(id));
  if (forbidden.length > 0)
    problems.push({
      rule: HYGIENE.forbidden,
      message: told(exemption, forbidden, "is forbidden by neverExempt, and exempts nothing", "remove it"),
    });
  if (expires < today) {
    const what = `ended on ${expires}, and exempts nothing since`;
    problems.push({ rule: HYGIENE.expired, message: told(exemption, exemption.policies, what, "remove or renew it") });
    return { holding: NOTHING, ended: new Set(allowed), problems };
  }
  const holding = new Set<string>();
  for (const id of allowed) {
    const severity = policies.get(id)?.severity ?? "critical";
    const cap = maximumDays[severity];
    if (cap === undefined || daysBetween(today, expires) <= cap) holding.add(id);
    else {
      const what = `lasts until ${expires}; ${severity} ones may last ${cap} days. It exempts nothing`;
      const fix = `let it expire by ${dayAfter(today, cap)}`;
      problems.push({ rule: HYGIENE.pastCap, message: told(exemption, [id], what, fix) });
    }
  }
  return { holding, ended: NOTHING, problems };
}

const NARROWER = `add a name of ${SHORTEST_PIECE} letters or more, or a namespace without *`;

/** That nothing in the run violated the policies. */
export const unusedProblem = (exemption: Exemption, policies: readonly string[]): HygieneProblem => ({
  rule: HYGIENE.unused,
  message: told(exemption, policies, "matched no violation", "remove it"),
});

/** What of an annotation or of the arguments of `exempt` cannot be read. */
export function invalidProblem(error: unknown, statedAt: string): HygieneProblem {
  // Of any other error nobody knows whether its text quotes a value.
  const reason = error instanceof ConfigurationError ? error.message : `${statedAt}: it cannot be read.`;
  return { rule: HYGIENE.invalid, message: `${shortened(reason, 240)} It exempts nothing. Fix: correct it.` };
}

/** A part of it is unknown until deployment. */
export const undecidedProblem = (statedAt: string): HygieneProblem => ({
  rule: HYGIENE.unknown,
  message: `${shortened(statedAt, 120)}: a value is unknown until deployment, and exempts nothing until then. Fix: state it as plain text.`,
});

/** `The exemption from no-host-ports at exemptions.yaml:12 matched no violation. Fix: remove it.` */
function told({ statedAt }: Exemption, policies: readonly string[], what: string, fix: string): string {
  const [first = "", ...others] = policies;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `The exemption from ${first}${more} (${shortened(statedAt, 90)}) ${what}. Fix: ${fix}.`;
}

/** A problem as a finding on the resource that is given. */
export function hygieneFinding({ rule, message }: HygieneProblem, resource: Finding["resource"], path = ""): Finding {
  const { id, severity, remediation } = rule;
  return { policy: id, status: "violation", severity, resource, path, containers: [], message, remediation };
}
