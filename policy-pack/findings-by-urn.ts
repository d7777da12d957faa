import type { Finding } from "./finding.js";

interface Entry {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** Index of the last policy that asked. */
  last: number;
}

/** No resource has this type: a policy that claims it is skipped before the SDK decodes the resource. */
export const NOTHING_TO_REPORT = "rampart:nothing-to-report";

/**
 * One evaluation of a resource for all policies, although the SDK asks them one by one and decodes the resource again
 * for each (about 35 us).
 *
 * The SDK reads a policy's `__pulumiType` for every resource and skips the policy where it is another type. Policies
 * are asked in order, so an index that does not grow starts a resource: that policy always runs, and evaluates for all.
 * The others run only while their findings wait, for whatever resource: the engine analyses resources at the same
 * time, and each takes its own by URN. Running once too often is always right; it only costs a decode.
 *
 * Price: the SDK lists a skipped policy as not applicable, so the engine's own count of passed policies is too low.
 */
export class FindingsByUrn {
  private readonly entries = new Map<string, Entry>();
  /** URNs with findings not yet taken, by policy. */
  private readonly waiting = new Map<string, Set<string>>();
  private readonly asked = new Set<string>();
  private lastAsked = Number.POSITIVE_INFINITY;

  /** What the policy at this index is to claim as its type at this moment; `undefined` makes it run. */
  typeFor(policy: string, index: number): string | undefined {
    const starts = index <= this.lastAsked;
    this.lastAsked = index;
    this.asked.add(policy);
    return starts || (this.waiting.get(policy)?.size ?? 0) > 0 ? undefined : NOTHING_TO_REPORT;
  }

  /** Whether the SDK has asked the policy anything; those that are at another level it never asks. */
  isOn(policy: string): boolean {
    return this.asked.has(policy);
  }

  /** The policy's findings on the resource; evaluates when no policy before it did so for this request. */
  take(
    policy: string,
    index: number,
    urn: string,
    evaluate: () => ReadonlyMap<string, readonly Finding[]>,
  ): readonly Finding[] {
    let entry = this.entries.get(urn);
    // The same URN comes again: in the update after the preview its values may be others.
    if (entry === undefined || entry.last >= index) {
      entry = { findings: evaluate(), last: index };
      this.entries.set(urn, entry);
      for (const [id, urns] of this.waiting) if (!entry.findings.has(id)) urns.delete(urn);
      for (const id of entry.findings.keys()) this.waitingFor(id).add(urn);
    }
    entry.last = index;
    this.waiting.get(policy)?.delete(urn);
    return entry.findings.get(policy) ?? [];
  }

  private waitingFor(policy: string): Set<string> {
    const urns = this.waiting.get(policy) ?? new Set<string>();
    this.waiting.set(policy, urns);
    return urns;
  }
}
