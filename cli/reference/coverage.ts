import { type Control, type ControlId, FRAMEWORKS, type Reach } from "../../controls/index.js";
import type { Policy } from "../../policy-pack/policy.js";
import known from "./proofs.json";

/** What the verdict of a test rests on, from the strongest. */
export const PROOF_KINDS = ["real", "official", "own"] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

export const PROOF_NAMES: Readonly<Record<ProofKind, string>> = {
  real: "real engine or API server",
  official: "official evaluator",
  own: "own tests",
};

/** A test whose title begins with the ids of the controls that it proves. */
export interface Proof {
  readonly controls: readonly string[];
  readonly kind: ProofKind;
  /** Path in the repository. */
  readonly file: string;
  /** Without the ids. */
  readonly title: string;
}

/** The tests of this version, as `npm run docs` found them. */
export const PROOFS = known as readonly Proof[];

export type FrameworkName = keyof typeof FRAMEWORKS;
export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as FrameworkName[];

/** What meets a control: a policy, else what a test proves of a component; nothing yet; nothing ever could. */
export type Standing = "policy" | "component" | "open" | "out-of-reach";

export interface CoveredControl {
  readonly id: string;
  readonly title: string;
  readonly reach: Reach["reach"];
  /** Why nothing can meet it, where nothing can. */
  readonly reason?: string;
  readonly standing: Standing;
  /** Ids of the policies that refer to it. */
  readonly policies: readonly string[];
  readonly proofs: readonly Proof[];
}

/** Every control of a framework, with what meets it and who proves it; `proven` defaults to `PROOFS`. */
export function coverageOf(
  framework: FrameworkName,
  policies: readonly Policy[],
  proven: readonly Proof[] = PROOFS,
): CoveredControl[] {
  const controls: readonly Control[] = FRAMEWORKS[framework].controls;
  return controls.map((control) => {
    const { id, title, reach } = control;
    const serving = policies
      .filter(({ references }) => references.includes(id as ControlId))
      .map((policy) => policy.id);
    const proofs = proven.filter(({ controls }) => controls.includes(id));
    return {
      id,
      title,
      reach,
      ...(control.reach === "out-of-reach" ? { reason: control.reason } : {}),
      standing: standingOf(control, serving, proofs),
      policies: serving,
      proofs,
    };
  });
}

function standingOf({ reach }: Control, policies: readonly string[], proofs: readonly Proof[]): Standing {
  if (policies.length > 0) return "policy";
  if (proofs.length > 0) return "component";
  return reach === "out-of-reach" ? "out-of-reach" : "open";
}

/** The strongest kind of proof that a control has; a policy without another one rests on its own examples. */
export function strongestProof({ policies, proofs }: CoveredControl): ProofKind | undefined {
  const kinds = new Set(proofs.map(({ kind }) => kind));
  return PROOF_KINDS.find((kind) => kinds.has(kind)) ?? (policies.length > 0 ? "own" : undefined);
}

/** How many controls of each standing there are. */
export function countStandings(rows: readonly CoveredControl[]): Readonly<Record<Standing, number>> {
  const counts = { policy: 0, component: 0, open: 0, "out-of-reach": 0 };
  for (const { standing } of rows) counts[standing]++;
  return counts;
}

/** How many controls rest on each kind of proof at best. */
export function countProofs(rows: readonly CoveredControl[]): Readonly<Record<ProofKind, number>> {
  const counts = { real: 0, official: 0, own: 0 };
  for (const row of rows) {
    const kind = strongestProof(row);
    if (kind !== undefined) counts[kind]++;
  }
  return counts;
}
