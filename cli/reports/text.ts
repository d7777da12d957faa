import colors from "picocolors";
import type { Exemption } from "../../policy-pack/exemptions.js";
import type { Severity } from "../../policy-pack/policy.js";
import {
  type CheckReport,
  countBy,
  groupedBy,
  type LocatedFinding,
  type Outcome,
  SEVERITIES,
} from "../check/report.js";
import { printable, wrap } from "../terminal.js";

const INDENT = "      ";

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  critical: (text) => colors.bold(colors.red(text)),
  high: colors.red,
  medium: colors.yellow,
  low: colors.dim,
};

/** For people at a terminal: by file and object, worst first, and what the check comes to. */
export function* textReport(report: CheckReport, outcome: Outcome): Generator<string> {
  for (const [file, ofFile] of groupedBy(report.findings, ({ resource }) => resource.file)) {
    yield `${colors.underline(printable(file))}\n`;
    for (const [title, findings] of groupedBy(ofFile, titleOf)) {
      yield `  ${colors.bold(printable(title))}\n`;
      for (const finding of [...findings].sort(worstFirst)) yield `${linesOf(finding).join("\n")}\n`;
    }
    yield "\n";
  }
  yield* unseen(report);
  yield* summary(report, outcome);
}

const titleOf = ({ resource: { kind, namespace, name } }: LocatedFinding): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name || "(no name)"}`;

const worstFirst = (a: LocatedFinding, b: LocatedFinding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.resource.line ?? 0) - (b.resource.line ?? 0);

function linesOf(finding: LocatedFinding): string[] {
  const { policy, severity, status, enforcement, resource, message, exemption } = finding;
  const label = status === "violation" ? PAINT[severity](severity.padEnd(8)) : colors.cyan(status);
  const advisory = enforcement === "advisory" ? colors.dim(" (advisory)") : "";
  const id = status === policy ? "" : `  ${policy}`;
  const [what, fix] = exemption === undefined ? partsOf(message) : [partsOf(message)[0], exemptBy(exemption)];
  return [
    `${String(resource.line ?? "").padStart(5)} ${label}${id}${advisory}`,
    ...wrap(printable(what), INDENT),
    ...(fix === undefined ? [] : wrap(printable(fix), INDENT).map((line) => colors.green(line))),
  ];
}

const exemptBy = ({ expires, owner, reason, statedAt }: Exemption): string =>
  `Exempt until ${expires} (${owner}, ${statedAt}): ${reason}`;

/** Every message ends with what to do. */
function partsOf(message: string): readonly [string, string?] {
  const at = message.lastIndexOf(" Fix: ");
  return at < 0 ? [message] : [message.slice(0, at), message.slice(at + 1)];
}

/** Beyond this many of a sort, the rest is counted. */
const SHOWN = 20;

function* unseen({ skipped, problems }: CheckReport): Generator<string> {
  if (problems.length > 0) {
    yield `${colors.red("Could not be checked:")}\n`;
    for (const { file, line, problem } of problems) yield* told(placeOf(file, line), problem);
    yield "\n";
  }
  if (skipped.length === 0) return;
  yield `Skipped: ${skipped.length}\n`;
  for (const { file, line, skipped: why } of skipped.slice(0, SHOWN)) yield* told(placeOf(file, line), why);
  if (skipped.length > SHOWN) yield `  and ${skipped.length - SHOWN} more\n`;
  yield "\n";
}

const placeOf = (file = "", line?: number): string => (line === undefined ? file : `${file}:${line}`);

function* told(place: string, what: string): Generator<string> {
  const text = printable(place === "" ? what : `${place}: ${what}`);
  for (const line of wrap(text, "  ")) yield `${line}\n`;
}

const noun = (count: number, singular: string, plural = `${singular}s`): string => (count === 1 ? singular : plural);

function* summary(report: CheckReport, outcome: Outcome): Generator<string> {
  if (report.objects > 0) {
    for (const line of wrap(judged(report))) yield `${line}\n`;
    const open = countBy(
      report.findings.filter(({ status }) => status !== "violation" && status !== "exempt"),
      ({ status }) => status,
    );
    for (const [status, count] of Object.entries(open))
      yield colors.yellow(`${count} ${noun(count, "finding")} of status ${status}: nobody has looked there.\n`);
  }
  yield `${VERDICTS[outcome](report)}\n`;
}

function judged({ selection, objects, files, findings }: CheckReport): string {
  const violations = findings.filter(({ status }) => status === "violation");
  const by = countBy(violations, ({ severity }) => severity);
  const severities = SEVERITIES.filter((severity) => by[severity] !== undefined);
  const counts = severities.map((severity) => `${by[severity]} ${severity}`).join(", ");
  const { policies, profile, context } = selection;
  const exempt = findings.filter(({ status }) => status === "exempt").length;
  return [
    violations.length === 0
      ? "No violations."
      : `${violations.length} ${noun(violations.length, "violation")}: ${counts}.`,
    ...(exempt === 0 ? [] : [`Exempt: ${exempt} more.`]),
    `Judged: ${objects} ${noun(objects, "object")} in ${files} ${noun(files, "file")}`,
    `by ${policies.length} ${noun(policies.length, "policy", "policies")}`,
    `(profile ${profile}, Kubernetes 1.${context.kubernetesMinor}).`,
  ].join(" ");
}

const VERDICTS: Readonly<Record<Outcome, (report: CheckReport) => string>> = {
  clean: () => colors.green("Passed."),
  findings: () => colors.red("Failed."),
  incomplete: ({ objects }) =>
    colors.red(objects === 0 ? "Not checked: there is no Kubernetes object here." : "Not checked completely."),
};
