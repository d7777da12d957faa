import { type CheckReport, countBy, type Outcome, SEVERITIES } from "../../check/report.js";
import { version } from "../../version.js";
import { counted, goneOf, judgedOf, unseenOf, verdictOf } from "../wording.js";
import { htmlText } from "./html-text.js";

/** The verdict, how bad it is, and, as large, what nobody has looked at. */
export function* summaryHtml(report: CheckReport, outcome: Outcome, now: Date): Generator<string> {
  const { findings, baseline } = report;
  const violations = findings.filter(({ status }) => status === "violation");
  const exempt = findings.filter(({ status }) => status === "exempt").length;
  yield `<p class="kicker">Rampart ${htmlText(version)} · ${now.toISOString().slice(0, 16).replace("T", " ")} UTC</p>\n`;
  yield `<h1 class="${outcome}">${htmlText(verdictOf(report, outcome))}</h1>\n`;
  yield `<p>${htmlText(judgedOf(report))}</p>\n<div class="ledger">\n<div>\n`;
  yield `<h2>${violations.length === 0 ? "No violations" : counted(violations.length, "violation")}</h2>\n`;
  const by = countBy(violations, ({ severity }) => severity);
  yield `<dl class="counts">\n`;
  for (const severity of SEVERITIES) {
    const count = by[severity] ?? 0;
    yield `<div class="${count === 0 ? "zero" : severity}"><dt>${severity}</dt><dd class="figure">${count}</dd></div>\n`;
  }
  yield "</dl>\n";
  yield listHtml([
    ...(baseline === undefined ? [] : [`${baseline.new} new; ${baseline.known} in the baseline ${baseline.file}.`]),
    ...goneOf(report),
    ...(exempt > 0 ? [`Beside them ${counted(exempt, "finding is", "findings are")} exempt.`] : []),
  ]);
  yield "</div>\n<div>\n";
  const unseen = unseenOf(report);
  if (report.objects === 0) yield `<h2 class="some">Nothing was looked at</h2>\n`;
  else if (unseen.length === 0) yield `<h2 class="none">Everything was looked at</h2>\n`;
  else yield `<h2 class="some">Not everything was looked at</h2>\n`;
  yield `${listHtml(unseen)}</div>\n</div>\n`;
}

const listHtml = (lines: readonly string[]): string =>
  lines.length === 0 ? "" : `<ul>\n${lines.map((line) => `<li>${htmlText(line)}</li>\n`).join("")}</ul>\n`;
