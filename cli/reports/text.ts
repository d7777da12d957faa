import colors from "picocolors";
import type { Severity } from "../../policy-pack/policy.js";
import {
  type CheckReport,
  countBy,
  groupedBy,
  type LocatedFinding,
  type Outcome,
  resourceTitle,
  SEVERITIES,
} from "../check/report.js";
import { printable, wrap } from "../terminal.js";
import { counted, exemptionOf, goneOf, judgedOf, noun, partsOf, placeOf, verdictOf, violationsOf } from "./wording.js";

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
    for (const [title, findings] of groupedBy(ofFile, resourceTitle)) {
      yield `  ${colors.bold(printable(title))}\n`;
      for (const finding of [...findings].sort(worstFirst)) yield `${linesOf(finding).join("\n")}\n`;
    }
    yield "\n";
  }
  yield* unseen(report);
  yield* summary(report, outcome);
}

const worstFirst = (a: LocatedFinding, b: LocatedFinding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.resource.line ?? 0) - (b.resource.line ?? 0);

function linesOf(finding: LocatedFinding): string[] {
  const { policy, severity, status, enforcement, resource, message, inBaseline } = finding;
  const label = status === "violation" ? PAINT[severity](severity.padEnd(8)) : colors.cyan(status);
  const advisory = enforcement === "advisory" ? colors.dim(" (advisory)") : "";
  const known = inBaseline ? colors.dim(" (in the baseline)") : "";
  const id = status === policy ? "" : `  ${policy}`;
  const [what, fix] = partsOf(message);
  return [
    `${String(resource.line ?? "").padStart(5)} ${label}${id}${advisory}${known}`,
    ...wrap(printable(what), INDENT),
    ...(status === "exempt" ? wrap(printable(exemptionOf(finding)), INDENT).map(colors.cyan) : []),
    ...(fix === undefined ? [] : wrap(printable(fix), INDENT).map(colors.green)),
  ];
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

function* told(place: string, what: string): Generator<string> {
  const text = printable(place === "" ? what : `${place}: ${what}`);
  for (const line of wrap(text, "  ")) yield `${line}\n`;
}

/** What the check comes to, without the findings. */
export function* summary(report: CheckReport, outcome: Outcome): Generator<string> {
  if (report.objects > 0) {
    for (const line of wrap(`${violationsOf(report)} ${judgedOf(report)}`)) yield `${line}\n`;
    const { exempt = 0, ...open } = countBy(
      report.findings.filter(({ status }) => status !== "violation"),
      ({ status }) => status,
    );
    for (const [status, count] of Object.entries(open))
      yield colors.yellow(`${count} ${noun(count, "finding")} of status ${status}: nobody has looked there.\n`);
    if (exempt > 0) yield `${counted(exempt, "finding")} ${noun(exempt, "is", "are")} exempt.\n`;
  }
  for (const { policy, resource, file } of report.baseline?.gone.slice(0, SHOWN) ?? [])
    yield* told(file, `${resource}: ${policy} is gone`);
  for (const line of goneOf(report)) yield `${line}\n`;
  const paint = outcome === "clean" ? colors.green : colors.red;
  yield `${paint(verdictOf(report, outcome))}\n`;
}
