import {
  type CheckReport,
  countBy,
  fails,
  type LocatedFinding,
  type Outcome,
  resourceTitle,
  type Threshold,
} from "../check/report.js";
import { markdownCode, markdownText } from "./markdown-text.js";
import {
  counted,
  exemptionOf,
  goneOf,
  judgedOf,
  partsOf,
  placeOf,
  rankOf,
  unseenOf,
  verdictOf,
  violationsOf,
} from "./wording.js";

/** A comment on GitHub has room for 65,536 characters; what a job puts in front needs some of them. */
export const MARKDOWN_LIMIT = 60_000;

/** Longest list of what could not be read, and of what was skipped. */
const LONGEST_LIST = 6_000;

/** For a comment on a pull request: the verdict, then the findings by file, the worst first, as many as there is room for. */
export function* markdownReport(report: CheckReport, outcome: Outcome, threshold: Threshold): Generator<string> {
  const head = headOf(report, outcome);
  const tail = tailOf(report);
  yield head;
  yield* findingsWithin(report.findings, threshold, MARKDOWN_LIMIT - head.length - tail.length);
  yield tail;
}

function headOf(report: CheckReport, outcome: Outcome): string {
  const sign = { clean: "✅", findings: "❌", incomplete: "⚠️" }[outcome];
  const unseen = [...unseenOf(report), ...goneOf(report)].map((line) => `- ${line}\n`).join("");
  return [
    `## ${sign} Rampart: ${verdictOf(report, outcome)}\n\n`,
    `**${violationsOf(report)}** ${judgedOf(report)}\n\n`,
    unseen === "" ? "" : `${unseen}\n`,
  ].join("");
}

/** The worst of all files first; then, by file, what there is room for, and how much there is not. */
function findingsWithin(findings: readonly LocatedFinding[], threshold: Threshold, room: number): string[] {
  const ranked = [...findings].sort((a, b) => rankOf(a) - rankOf(b));
  const groups = new Map<string, LocatedFinding[]>();
  let count = 0;
  let left = room - RESTS_AT_MOST;
  for (const finding of ranked) {
    const { file } = finding.resource;
    const group = groups.get(file) ?? [];
    const heading = detailsOf(file, [...group, finding], true).length;
    const before = group.length === 0 ? 0 : detailsOf(file, group, true).length;
    const size = entryOf(finding, threshold).length + heading - before;
    if (size > left) break;
    left -= size;
    count++;
    groups.set(file, group);
    group.push(finding);
  }
  const parts = [...groups].map(([file, group], index) => {
    const open = index === 0 && group.some((finding) => fails(finding, threshold));
    return detailsOf(file, group, open, group.map((finding) => entryOf(finding, threshold)).join(""));
  });
  const rest = ranked.slice(count);
  return rest.length === 0 ? parts : [...parts, restOf(rest)];
}

const RESTS_AT_MOST = 400;

function restOf(rest: readonly LocatedFinding[]): string {
  const by = countBy(rest, ({ status, severity }) => (status === "violation" ? severity : status));
  const counts = Object.entries(by).map(([what, count]) => `${count} ${what}`);
  return `**${counted(rest.length, "more finding")} had no room here** (${counts.join(", ")}). The other formats have them all.\n\n`;
}

function detailsOf(file: string, group: readonly LocatedFinding[], open: boolean, entries = ""): string {
  const by = countBy(group, ({ status, severity }) => (status === "violation" ? severity : status));
  const counts = Object.entries(by).map(([what, count]) => `${count} ${what}`);
  const summary = `${markdownCode(file)} ${counts.join(", ")}`;
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${entries}\n</details>\n\n`;
}

function entryOf(finding: LocatedFinding, threshold: Threshold): string {
  const { policy, severity, status, enforcement, inBaseline, message, controls, resource } = finding;
  const label = status === "violation" ? severity : status;
  const notes = [...(enforcement === "advisory" ? ["advisory"] : []), ...(inBaseline ? ["in the baseline"] : [])].map(
    (note) => ` (${note})`,
  );
  const [what, fix] = partsOf(message);
  const line = resource.line === undefined ? "" : `, line ${resource.line}`;
  return [
    `- ${fails(finding, threshold) ? `**${label}**` : label} ${markdownCode(policy)}${notes.join("")}: `,
    `${markdownCode(resourceTitle(finding))}${line}<br>\n`,
    ...(fix === undefined ? [] : [`  **${markdownText(fix)}**<br>\n`]),
    `  ${markdownText(what)}\n`,
    ...(status === "exempt" ? [`  <br>${markdownText(exemptionOf(finding))}\n`] : []),
    ...(controls.length === 0 ? [] : [`  <br><sub>${markdownText(controls.join(", "))}</sub>\n`]),
  ].join("");
}

/** What could not be read, and what was skipped; both in bounded length. */
function tailOf({ problems, skipped }: CheckReport): string {
  return [
    listOf(
      "Could not be checked",
      problems.map(({ file, line, problem }) => ({ place: placeOf(file, line), what: problem })),
      true,
    ),
    listOf(
      "Skipped",
      skipped.map(({ file, line, skipped: what }) => ({ place: placeOf(file, line), what })),
      false,
    ),
  ].join("");
}

function listOf(
  title: string,
  items: readonly { readonly place: string; readonly what: string }[],
  open: boolean,
): string {
  if (items.length === 0) return "";
  const lines: string[] = [];
  let left = LONGEST_LIST;
  for (const { place, what } of items) {
    const line = `- ${place === "" ? "" : `${markdownCode(place)} `}${markdownText(what, 200)}\n`;
    if (line.length > left) break;
    left -= line.length;
    lines.push(line);
  }
  const rest = items.length - lines.length;
  if (rest > 0) lines.push(`- and ${rest} more\n`);
  return `<details${open ? " open" : ""}><summary>${title}: ${items.length}</summary>\n\n${lines.join("")}\n</details>\n\n`;
}
