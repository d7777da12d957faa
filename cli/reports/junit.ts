import type { Policy } from "../../policy-pack/policy.js";
import { hadSomethingToJudge } from "../check/coverage.js";
import { projectPaths } from "../check/project-path.js";
import {
  type CheckReport,
  fails,
  groupedBy,
  type LocatedFinding,
  type Outcome,
  resourceTitle,
  type Threshold,
} from "../check/report.js";
import { counted, exemptionOf, partsOf, placeOf, verdictOf } from "./wording.js";
import { xmlText } from "./xml-text.js";

/** One verdict, in the terms of the format; without `as` it passed. */
interface Case {
  readonly name: string;
  readonly as?: "failure" | "error" | "skipped";
  readonly message?: string;
  readonly type?: string;
  readonly text?: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * JUnit XML, as Jenkins, GitLab and others read it: a suite for each policy, a case for each resource that it has
 * something to say of. A failure is what makes the check fail, and nothing else is; what nobody could judge is skipped.
 */
export function* junitReport(report: CheckReport, outcome: Outcome, threshold: Threshold): Generator<string> {
  const suites = [...unreadSuite(report, outcome), ...policySuites(report, threshold), ...skippedSuite(report)];
  yield `<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield `<testsuites name="rampart check" ${totals(suites.flatMap(({ cases }) => cases))}>\n`;
  for (const { name, cases } of suites) {
    yield `  <testsuite name="${xmlText(name)}" ${totals(cases)} skipped="${sum(cases, "skipped")}">\n`;
    for (const one of cases) yield caseText(name, one);
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

const sum = (cases: readonly Case[], kind: Case["as"]): number => cases.filter((one) => one.as === kind).length;

const totals = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${sum(cases, "failure")}" errors="${sum(cases, "error")}"`;

function caseText(suite: string, { name, as, message = "", type, text = "" }: Case): string {
  const head = `    <testcase name="${xmlText(name)}" classname="${xmlText(suite)}"`;
  if (as === undefined) return `${head}/>\n`;
  const kind = type === undefined ? "" : ` type="${xmlText(type)}"`;
  return `${head}>\n      <${as} message="${xmlText(message)}"${kind}>${xmlText(text)}</${as}>\n    </testcase>\n`;
}

/** What could not be read, or that there was nothing: a run that looked at nothing must not look green. */
function unreadSuite(report: CheckReport, outcome: Outcome): Suite[] {
  const { problems, objects } = report;
  const cases = problems.map(
    ({ file, line, problem }): Case => ({ name: placeOf(file, line), as: "error", message: problem }),
  );
  if (objects === 0) cases.push({ name: "objects", as: "error", message: verdictOf(report, outcome) });
  return cases.length === 0 ? [] : [{ name: "could-not-be-checked", cases }];
}

function policySuites(report: CheckReport, threshold: Threshold): Suite[] {
  const pathOf = projectPaths();
  const policies = new Map(report.selection.policies.map((policy) => [policy.id, policy]));
  const byPolicy = groupedBy(report.findings, ({ policy }) => policy);
  return [...new Set([...policies.keys(), ...byPolicy.keys()])].sort().map((name) => {
    const policy = policies.get(name);
    const cases = (byPolicy.get(name) ?? []).map((finding) => caseOf(finding, threshold, pathOf));
    return { name, cases: cases.length > 0 || policy === undefined ? cases : [silentCase(policy, report)] };
  });
}

/** Of a policy without findings: who had nothing to judge has not passed. */
function silentCase(policy: Policy, report: CheckReport): Case {
  const name = `no finding in ${counted(report.objects, "object")}`;
  const judged = report.types === undefined ? report.objects > 0 : hadSomethingToJudge(policy, report);
  return judged ? { name } : { name, as: "skipped", message: "Nothing here is of a kind that it judges." };
}

function caseOf(finding: LocatedFinding, threshold: Threshold, pathOf: (file: string) => string): Case {
  const { status, severity, controls, message, remediation, resource } = finding;
  const { file, line } = resource;
  const [what, fix] = partsOf(message);
  const text = [
    placeOf(pathOf(file), line),
    what,
    fix ?? remediation,
    `Controls: ${controls.join(", ") || "none"}`,
  ].join("\n");
  const name = `${pathOf(file)}: ${resourceTitle(finding)}`;
  if (fails(finding, threshold)) return { name, as: "failure", type: severity, message: what, text };
  if (status === "error") return { name, as: "error", type: status, message, text };
  return { name, as: "skipped", message: `${whyNot(finding)} ${what}`, text };
}

/** Why a finding does not make the check fail. */
function whyNot(finding: LocatedFinding): string {
  const { status, enforcement, severity, inBaseline = false } = finding;
  if (status === "exempt") return exemptionOf(finding);
  if (status !== "violation") return "Not judged:";
  if (inBaseline) return "In the baseline:";
  return enforcement === "advisory" ? "Advisory:" : `Of severity ${severity}, below --fail-on:`;
}

function skippedSuite({ skipped }: CheckReport): Suite[] {
  const cases = skipped.map(
    ({ file, line, skipped: why }): Case => ({ name: placeOf(file, line), as: "skipped", message: why }),
  );
  return cases.length === 0 ? [] : [{ name: "skipped", cases }];
}
