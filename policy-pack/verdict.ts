import type { ControlId } from "../controls/index.js";
import type { Edit } from "./edit.js";
import { UnknownRead } from "./unknown.js";

/** One thing in a resource that breaks a policy. */
export interface Offence {
  /** What breaks it: `container`, `pod`, `volume`, `annotation`. */
  readonly subject: string;
  /** Its name, where it has one that can be shown. */
  readonly name?: string | undefined;
  /** Path in the resource, e.g. `spec.template.spec.containers[0]`. */
  readonly path: string;
  /** The offending field inside `path`, e.g. `securityContext.privileged`; default: what `path` leads to. */
  readonly field?: string | undefined;
  /** The half sentence after subject and name: `must not set securityContext.privileged=true`. */
  readonly requirement: string;
  /** Which of several like things is meant, for one sentence on all of them: `must set` and `--profiling=false`. */
  readonly what?: string;
  /** The controls that it breaks, where these are not all of the policy's. */
  readonly controls?: readonly ControlId[];
  /** Something is missing, not wrong: no offence in a patch, which leaves it as it is. */
  readonly missing?: boolean;
  /** What makes it right, from the resource on; absent where a person has to decide. */
  readonly edits?: readonly Edit[] | undefined;
}

/** A value on which the policy depends is unknown until deployment. */
export interface Undecided {
  /** Path of the unknown value. */
  readonly unknown: string;
}

export type Verdict = Offence | Undecided;

export const isOffence = (verdict: Verdict): verdict is Offence => "requirement" in verdict;

const NONE: readonly Verdict[] = [];

/** Runs one step of a check: an unknown value makes this step undecided and leaves the others alone. */
export function attempt(step: () => Offence | undefined): readonly Verdict[] {
  try {
    const offence = step();
    return offence === undefined ? NONE : [offence];
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
}

/**
 * Drops offences where the resource has what excuses them (a Windows pod, a user namespace). Read only when there is
 * something to excuse; an unknown excuse leaves the policy undecided.
 */
export function unless(excuse: () => boolean, verdicts: readonly Verdict[]): readonly Verdict[] {
  if (verdicts.length === 0) return verdicts;
  try {
    return excuse() ? [] : verdicts;
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
}
