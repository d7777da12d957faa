import { type Control, FRAMEWORKS } from "../../controls/index.js";
import { type GroupKind, objectsOf } from "../../policy-pack/kubernetes/object.js";
import { podTemplatePaths } from "../../policy-pack/kubernetes/pod-templates.js";
import { appliesTo, type Policy } from "../../policy-pack/policy.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { CheckReport, LocatedFinding } from "./report.js";

/**
 * What a check says of a control.
 * - `violated`: a policy that serves it was broken, and nobody answers for that
 * - `exempt`: all that broke it is exempt
 * - `not-judged`: policies serve it, and none of them could judge all that is here
 * - `met`: policies that serve it judged something here, and found nothing
 * - `no-policy`: no policy serves it
 * - `out-of-reach`: nothing that a Pulumi program has can meet it
 */
export type ControlState = "violated" | "exempt" | "not-judged" | "met" | "no-policy" | "out-of-reach";

/** From what asks for most attention to what asks for none. */
export const CONTROL_STATES = [
  "violated",
  "exempt",
  "not-judged",
  "met",
  "no-policy",
  "out-of-reach",
] as const satisfies readonly ControlState[];

export interface ControlCoverage {
  readonly id: string;
  readonly title: string;
  readonly state: ControlState;
  /** Ids of the policies that serve it, whether they ran or not. */
  readonly policies: readonly string[];
  /** Why the state is what it is; empty where the state says it all. */
  readonly because: string;
}

export interface FrameworkCoverage {
  readonly name: string;
  readonly edition: string;
  readonly controls: readonly ControlCoverage[];
}

/** What the check says of every control of every framework; `catalogue` has the policies that were off as well. */
export function coverageOf(report: CheckReport, catalogue: readonly Policy[]): readonly FrameworkCoverage[] {
  const judged = new Set(
    report.selection.policies.filter((policy) => hadSomethingToJudge(policy, report)).map(({ id }) => id),
  );
  const on = new Set(report.selection.policies.map(({ id }) => id));
  const found = new Map<string, LocatedFinding[]>();
  for (const finding of report.findings) {
    const same = found.get(finding.policy);
    if (same === undefined) found.set(finding.policy, [finding]);
    else same.push(finding);
  }
  const coverage = (control: Control): ControlCoverage => {
    const policies = catalogue
      .filter(({ references }) => (references as readonly string[]).includes(control.id))
      .map(({ id }) => id);
    const seen = { on, judged, found, known: report.types !== undefined };
    return { id: control.id, title: control.title, policies, ...stateOf(control, policies, seen) };
  };
  return Object.entries(FRAMEWORKS).map(([name, { edition, controls }]) => ({
    name,
    edition,
    controls: controls.map(coverage),
  }));
}

interface Seen {
  readonly on: ReadonlySet<string>;
  readonly judged: ReadonlySet<string>;
  readonly found: ReadonlyMap<string, readonly LocatedFinding[]>;
  /** Whether the source tells what kinds it had. */
  readonly known: boolean;
}

function stateOf(
  control: Control,
  policies: readonly string[],
  { on, judged, found, known }: Seen,
): Pick<ControlCoverage, "state" | "because"> {
  if (policies.length === 0) {
    if (control.reach === "out-of-reach") return { state: "out-of-reach", because: control.reason };
    const because = control.reach === "component" ? "A component or a file that it renders can meet it." : "";
    return { state: "no-policy", because };
  }
  // A policy that serves several may say which of them are broken.
  const findings = policies
    .flatMap((id) => found.get(id) ?? [])
    .filter(
      ({ status, controls }) =>
        !["violation", "exempt"].includes(status) || controls.length === 0 || controls.includes(control.id),
    );
  const count = (status: LocatedFinding["status"]): number => findings.filter((one) => one.status === status).length;
  const [violations, exempt] = [count("violation"), count("exempt")];
  if (violations > 0)
    return { state: "violated", because: `${violations} ${violations === 1 ? "finding" : "findings"}.` };
  const undecided = findings.length - exempt;
  if (undecided > 0) return { state: "not-judged", because: `${undecided} of its verdicts could not be reached.` };
  if (exempt > 0) return { state: "exempt", because: `${exempt} exempt.` };
  if (policies.some((id) => judged.has(id))) return { state: "met", because: "" };
  if (policies.every((id) => !on.has(id)))
    return { state: "not-judged", because: "Its policies are off in this check." };
  if (!known) return { state: "not-judged", because: "It is not known what its policies judged." };
  return { state: "not-judged", because: "Nothing here is of a kind that its policies judge." };
}

/** Whether anything that was judged is of a kind that the policy judges; not known is no. */
export function hadSomethingToJudge(policy: Policy, { types, parts, selection }: CheckReport): boolean {
  if (types === undefined || !appliesTo(policy, selection.context)) return false;
  if (policy.subject === "part") return policy.parts.some((part) => parts?.has(part));
  return [...types].some((type) => judges(policy, type, selection));
}

function judges(policy: Policy, type: string, { context }: Selection): boolean {
  if (policy.subject === "part" || policy.subject === "deletion") return false;
  if ("types" in policy && policy.types?.includes(type)) return true;
  if (policy.subject === "resource") return false;
  const kinds = new Set<GroupKind>(objectsOf(type, {}).map(({ key }) => key));
  if (policy.subject === "workload")
    return [...kinds].some((kind) => podTemplatePaths(context.podTemplates, kind).length > 0);
  return policy.kinds === "*" ? kinds.size > 0 : (policy.kinds?.some((kind) => kinds.has(kind)) ?? false);
}
