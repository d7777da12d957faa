import { type Finding, failed, undecided, violation } from "./finding.js";
import type { Policy, Resource } from "./policy.js";
import { UnknownRead } from "./unknown.js";
import { isOffence, type Verdict } from "./verdict.js";

const NONE: readonly never[] = [];

/** Judges one by one: what cannot be read must not hide the others of a list. */
export function judgeEach<T extends { readonly partial: boolean }>(
  subjects: readonly T[],
  check: (subject: T) => readonly Verdict[],
): readonly Verdict[] {
  const [first, ...others] = subjects;
  if (first === undefined) return NONE;
  const verdicts = judgeOne(first, check);
  return others.length === 0 ? verdicts : [...verdicts, ...others.flatMap((subject) => judgeOne(subject, check))];
}

function judgeOne<T extends { readonly partial: boolean }>(
  subject: T,
  check: (subject: T) => readonly Verdict[],
): readonly Verdict[] {
  let verdicts: readonly Verdict[];
  try {
    verdicts = check(subject);
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
  return subject.partial ? verdicts.filter((verdict) => !isOffence(verdict) || verdict.missing !== true) : verdicts;
}

/** The finding of a check on a resource, whatever the check does. */
export function judge(policy: Policy, resource: Resource, check: () => readonly Verdict[]): Finding[] {
  try {
    const finding = findingOf(policy, resource, check());
    return finding === undefined ? [] : [finding];
  } catch (error) {
    return [raised(policy, resource, error)];
  }
}

/** The finding that verdicts come to: what is certain before what is open. */
export function findingOf(policy: Policy, resource: Resource, verdicts: readonly Verdict[]): Finding | undefined {
  if (verdicts.length === 0) return undefined;
  const offences = verdicts.filter(isOffence);
  if (offences.length > 0) return violation(policy, resource, offences);
  const open = verdicts.find((verdict) => !isOffence(verdict));
  return open === undefined || isOffence(open) ? undefined : undecided(policy, resource, open.unknown);
}

/** What a check raised: an unknown value leaves its policy undecided, anything else is a mistake of ours. */
export const raised = (policy: Policy, resource: Finding["resource"], error: unknown): Finding =>
  error instanceof UnknownRead ? undecided(policy, resource, error.path) : failed(policy, resource, error);
