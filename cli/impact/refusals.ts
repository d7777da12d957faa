import type { Verdict } from "./api-server.js";
import type { AuditPhase } from "./audit-phase.js";
import { isWarnedOf } from "./pod-security.js";
import { type Question, titleOf } from "./questions.js";
import type { Breakage } from "./report.js";
import { type Warned, warnedOf } from "./verdict.js";

export interface Answered {
  readonly question: Question;
  readonly verdict: Verdict;
}

/** What would be refused, by what the API server warned of; an object whose pods are refused for the same is not told twice. */
export function refusals(phase: AuditPhase, answers: readonly Answered[]): readonly Breakage[] {
  const found = answers.flatMap(({ question, verdict }) => {
    const { kind, metadata } = question.body;
    return warnedOf(verdict, kind, metadata.name)
      .filter((warned) => isOfBaseline(phase, question, warned))
      .map((warned) => ({ question, warned }));
  });
  const keyOf = ({ question, warned }: (typeof found)[number]) => `${titleOf(question)} ${warned.policy}`;
  const ofPods = new Set(found.filter(({ question }) => question.isPod).map(keyOf));
  return found
    .filter((each) => each.question.isPod || !ofPods.has(keyOf(each)))
    .map(({ question: { isPod, namespace, subject }, warned: { policy, message, fix, level } }) => ({
      kind: isPod ? "pods-refused" : "objects-refused",
      ...(namespace === undefined ? {} : { namespace }),
      policy: level === undefined ? policy : `Pod Security ${level}: ${policy}`,
      message,
      ...(fix === undefined ? {} : { fix }),
      objects: [subject],
    }));
}

/**
 * Pod Security refuses pods only, and at the level that is to be enforced; an admission policy may let the control plane
 * do what others may not.
 */
function isOfBaseline(phase: AuditPhase, question: Question, { policy, level }: Warned): boolean {
  const { namespace, isPod, isByControlPlane } = question;
  if (level === undefined) {
    const known = phase.policies.find(({ id }) => id === policy);
    return known !== undefined && !(isByControlPlane && known.sparesControlPlane);
  }
  const audited = phase.namespaces.find(({ name }) => name === namespace);
  return isPod && audited?.plan.podSecurity === level && isWarnedOf(phase, audited.name, level);
}
