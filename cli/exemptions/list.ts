import type { ExemptionBook } from "../../policy-pack/exemptions/book.js";
import { type Day, daysBetween } from "../../policy-pack/exemptions/day.js";
import type { Exemption } from "../../policy-pack/exemptions.js";
import { policies } from "../../policy-pack/policies/index.js";
import { PROFILES } from "../../policy-pack/policy.js";
import { NO_CONFIGURATION, select } from "../../policy-pack/selection.js";
import { judge } from "../check/judge.js";
import { manifestsAt } from "../sources/manifests.js";
import type { Problem } from "../sources/subject.js";

/** An exemption, and what has become of it. */
export interface ListedExemption extends Exemption {
  /** Until the end of its last day; negative where that is over. */
  readonly daysLeft: number;
  /** Ids of the policies that it exempts from today. */
  readonly exempts: readonly string[];
  /** Of those, the ones that matched no violation; `null` where nothing was judged. */
  readonly unused: readonly string[] | null;
  /** What is wrong with it: ids of the rules, and messages. */
  readonly problems: readonly { readonly rule: string; readonly message: string }[];
}

export interface ExemptionList {
  readonly exemptions: readonly ListedExemption[];
  /** Exemptions that nobody can read. */
  readonly unreadable: readonly { readonly statedAt: string; readonly message: string }[];
  /** What could not be looked at. */
  readonly problems: readonly Problem[];
}

/**
 * Every exemption of the book and of the manifests, the next to end first. All policies are judged by, so that what a
 * profile leaves out makes nothing look unused.
 */
export function exemptionsAt(paths: readonly string[], book: ExemptionBook, today: Day): ExemptionList {
  const judged = paths.length > 0;
  const selection = select(policies, { ...NO_CONFIGURATION, profile: PROFILES[PROFILES.length - 1] });
  const { problems } = judged ? judge(manifestsAt(paths), selection, book) : { problems: [] };
  const listed = book.overview.map(({ exemption, holding, matched, problems: wrong }) => ({
    ...exemption,
    daysLeft: daysBetween(today, exemption.expires),
    exempts: [...holding],
    unused: judged ? [...holding].filter((id) => !matched.has(id)) : null,
    problems: wrong.map(({ rule, message }) => ({ rule: rule.id, message })),
  }));
  return {
    exemptions: listed.sort((a, b) => a.daysLeft - b.daysLeft),
    unreadable: book.problems
      .filter(({ exemption }) => exemption === undefined)
      .map(({ statedAt, message }) => ({ statedAt, message })),
    problems,
  };
}

/** Whether somebody has to look within so many days. Of what nobody can read, nobody knows when it ends. */
export const endsWithin = ({ exemptions, unreadable }: ExemptionList, days: number): boolean =>
  unreadable.length > 0 || exemptions.some(({ daysLeft }) => daysLeft <= days);
