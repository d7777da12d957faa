import type { Finding } from "./finding.js";

/**
 * Bytes of findings in one answer to the engine. The engine takes 400 MB, but the language host that stands between it
 * and the pack takes gRPC's default of 4 MB, and fails the whole answer beyond that; the rest is for what is not text.
 */
const LIMIT = 3_600_000;

/** What a finding takes beside its texts: numbers of fields, lengths, levels, the pack's name and version. */
const FRAME = 60;

/**
 * What fits into one answer: each policy's findings in their order, and as its last one, where some are left out, how
 * many. Policies with few findings lose none.
 *
 * @param description of the policy, which the SDK sends twice with every finding.
 */
export function withinLimit(
  findings: ReadonlyMap<string, readonly Finding[]>,
  description: (policy: string) => string,
  limit = LIMIT,
): ReadonlyMap<string, readonly Finding[]> {
  const sized = [...findings].map(([policy, all]) => {
    const frame = FRAME + Buffer.byteLength(policy) + 2 * Buffer.byteLength(description(policy));
    const sizes = all.map(
      ({ message, resource }) => frame + Buffer.byteLength(message) + Buffer.byteLength(resource.urn),
    );
    return { policy, all, sizes, total: sizes.reduce((sum, size) => sum + size, 0) };
  });
  const kept = new Map<string, readonly Finding[]>();
  let room = limit;
  // From the one with the least: what it does not need is there for the others.
  for (const [index, { policy, all, sizes, total }] of sized.sort((a, b) => a.total - b.total).entries()) {
    const share = room / (sized.length - index);
    const count = total <= share ? all.length : fitting(sizes, share);
    kept.set(policy, count === all.length ? all : [...all.slice(0, count), ...rest(policy, all.slice(count))]);
    room -= Math.min(total, share);
  }
  return new Map([...findings.keys()].map((policy) => [policy, kept.get(policy) ?? []]));
}

/** How many of the sizes, from the first, fit beside the note on the rest. */
function fitting(sizes: readonly number[], share: number): number {
  let sum = 2 * (sizes[0] ?? 0);
  const end = sizes.findIndex((size) => {
    sum += size;
    return sum > share;
  });
  return Math.max(end, 0);
}

function rest(policy: string, [first, ...others]: readonly Finding[]): Finding[] {
  if (first === undefined) return [];
  const message = `${others.length + 1} more findings of ${policy} are left out: an answer to Pulumi holds at most 4 MB. Fix: correct those that are shown, or see all by rampart check --state.`;
  return [{ ...first, resource: { type: "", urn: "", name: "" }, path: "", containers: [], message }];
}
