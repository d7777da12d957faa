/** What happens where the baseline enforces; the worst first. */
export const BREAKAGES = {
  "pods-refused": {
    title: "Pods that would not start again",
    why: "At the next restart, rollout or drain of a node they are refused.",
  },
  "quota-exceeded": {
    title: "Quotas that would be exceeded at once",
    why: "What runs goes on; no further pod or port is taken.",
  },
  "cut-off": {
    title: "Pods that would be cut off",
    why: "With default-deny on, a pod that no NetworkPolicy selects reaches nothing but DNS.",
  },
  "no-token": {
    title: "Pods that would start without a token",
    why: "The account default gives none; only what calls the API server misses it.",
  },
  "limits-added": {
    title: "Containers that would get limits",
    why: "A container above its limit of memory is killed; one above that of CPU is slowed.",
  },
  "objects-refused": {
    title: "Objects that could not be made again",
    why: "What is there stays, and may change in other fields.",
  },
} as const;

export type BreakageKind = keyof typeof BREAKAGES;
export const BREAKAGE_KINDS = Object.keys(BREAKAGES) as readonly BreakageKind[];

/** One thing that would break in the same way for one or several objects. */
export interface Breakage {
  readonly kind: BreakageKind;
  /** Absent for objects that are in none. */
  readonly namespace?: string;
  /** Id of an admission policy, or the check of Pod Security; absent where no policy decides. */
  readonly policy?: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do, e.g. `set resources.limits.`; absent where the message says it. */
  readonly fix?: string;
  /** E.g. `Deployment web`, sorted. */
  readonly objects: readonly string[];
}

/** A place where nobody has looked, and why. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
}

export interface ImpactReport {
  readonly cluster: { readonly context: string; readonly server: string; readonly version: string };
  /** What the API server was asked about. */
  readonly asked: { readonly objects: number; readonly policies: number; readonly namespaces: number };
  /** Ids of policies that refuse already. */
  readonly enforced: readonly string[];
  readonly breakages: readonly Breakage[];
  /** The API server gave no verdict: it must be asked again. */
  readonly couldNotAsk: readonly Unseen[];
  /** Nobody can say, or nothing was there to ask by. */
  readonly notInspected: readonly Unseen[];
}

export type ImpactOutcome = "clean" | "breaks" | "incomplete";

/** What could not be asked has not passed, whatever else was found. */
export const impactOutcome = ({ breakages, couldNotAsk }: ImpactReport): ImpactOutcome =>
  couldNotAsk.length > 0 ? "incomplete" : breakages.length > 0 ? "breaks" : "clean";

/** The same breakage of several objects as one, those of most objects first. */
export function mergedBreakages(single: Iterable<Breakage>): readonly Breakage[] {
  const byKey = new Map<string, { readonly breakage: Breakage; readonly objects: Set<string> }>();
  for (const breakage of single) {
    const { kind, namespace, policy, message } = breakage;
    const key = JSON.stringify([kind, namespace ?? null, policy ?? null, message]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { breakage, objects: new Set(breakage.objects) });
    else for (const object of breakage.objects) known.objects.add(object);
  }
  return [...byKey.values()]
    .map(({ breakage, objects }) => ({ ...breakage, objects: [...objects].sort(byName) }))
    .sort(
      (a, b) =>
        BREAKAGE_KINDS.indexOf(a.kind) - BREAKAGE_KINDS.indexOf(b.kind) ||
        byName(a.namespace ?? "", b.namespace ?? "") ||
        b.objects.length - a.objects.length ||
        byName(a.policy ?? "", b.policy ?? "") ||
        byName(a.message, b.message),
    );
}

/** By code units, alike on every machine; numbers in names by their size. */
const ORDER = new Intl.Collator("en", { numeric: true });
const byName = (a: string, b: string): number => ORDER.compare(a, b);
