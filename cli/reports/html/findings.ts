import {
  type CheckReport,
  countBy,
  groupedBy,
  type LocatedFinding,
  resourceTitle,
  SEVERITIES,
} from "../../check/report.js";
import { exemptionOf, partsOf, rankOf } from "../wording.js";
import { htmlCode, htmlText } from "./html-text.js";

/** So many findings at most are open when the page is: a browser need not lay out what is closed. */
const OPEN = 200;

/** So many findings at most are one list: what a browser needs to show one again grows with its hidden neighbours. */
const LIST = 50;

/** The status that people filter by. */
const statusOf = ({ status, inBaseline = false }: LocatedFinding): string => (inBaseline ? "known" : status);

const STATUS_NAMES: Readonly<Record<string, string>> = { known: "in the baseline" };
const statusName = (status: string): string => STATUS_NAMES[status] ?? status;

/** The findings by file, the worst first, and a form that filters them. */
export function* findingsHtml({ findings }: CheckReport): Generator<string> {
  if (findings.length === 0) {
    yield "<p>There are no findings.</p>\n";
    return;
  }
  const ranked = [...findings].sort((a, b) => rankOf(a) - rankOf(b));
  const groups = groupedBy(ranked, ({ resource }) => resource.file);
  yield* filterHtml(ranked, [...groups.keys()]);
  let opened = 0;
  for (const [file, group] of groups) {
    opened += group.length;
    yield* groupHtml(file, group, opened <= OPEN);
  }
}

function* filterHtml(findings: readonly LocatedFinding[], files: readonly string[]): Generator<string> {
  const severities = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
  const statuses = [...new Set(findings.map(statusOf))];
  const policies = [...new Set(findings.map(({ policy }) => policy))].sort();
  yield `<form id="filter" hidden role="search" aria-label="Findings">\n`;
  yield `<label class="search">Search <input type="search" name="search" autocomplete="off" aria-describedby="shown"></label>\n`;
  yield selectHtml(
    "severity",
    "Severity",
    severities.map((value) => [value, value]),
  );
  yield selectHtml(
    "status",
    "Status",
    statuses.map((value) => [value, statusName(value)]),
  );
  yield selectHtml(
    "policy",
    "Policy",
    policies.map((value) => [value, value]),
  );
  yield selectHtml(
    "file",
    "File",
    [...files].sort().map((value) => [value, value]),
  );
  yield `<button type="reset">Show all</button>\n</form>\n`;
  yield `<p id="shown" class="quiet" role="status">All ${findings.length} findings.</p>\n`;
}

function selectHtml(name: string, label: string, options: readonly (readonly [string, string])[]): string {
  const choices = options.map(([value, text]) => `<option value="${htmlText(value)}">${htmlText(text)}</option>`);
  return `<label>${label} <select name="${name}"><option value="">any</option>${choices.join("")}</select></label>\n`;
}

function* groupHtml(file: string, group: readonly LocatedFinding[], open: boolean): Generator<string> {
  const by = countBy(group, (finding) => (statusOf(finding) === "violation" ? finding.severity : statusOf(finding)));
  const counts = Object.entries(by).map(([what, count]) => `${count} ${statusName(what)}`);
  yield `<details data-file="${htmlText(file)}"${open ? " open" : ""}><summary>${htmlCode(file)} `;
  yield `<span class="quiet"><span class="count">${group.length}</span> · ${counts.join(", ")}</span></summary>\n`;
  for (let at = 0; at < group.length; at += LIST)
    yield `<ul>\n${group
      .slice(at, at + LIST)
      .map(findingHtml)
      .join("")}</ul>\n`;
  yield `<button type="button" class="more" hidden>Show more</button>\n</details>\n`;
}

function findingHtml(finding: LocatedFinding): string {
  const { policy, severity, status, enforcement, message, controls, resource, inBaseline } = finding;
  const shown = statusOf(finding);
  const label = status === "violation" ? severity : `${status} · ${severity}`;
  const notes = [...(enforcement === "advisory" ? ["advisory"] : []), ...(inBaseline ? ["in the baseline"] : [])];
  const [what, fix] = partsOf(message);
  return [
    `<li class="finding" data-severity="${severity}" data-status="${shown}" data-policy="${htmlText(policy)}">`,
    `<p class="head"><strong class="${status === "violation" ? severity : status}">${label}</strong>`,
    ` <a href="#policy-${htmlText(policy)}">${htmlCode(policy)}</a>`,
    notes.length === 0 ? "" : ` <span class="quiet">${notes.join(", ")}</span>`,
    ` <span>${htmlText(resourceTitle(finding))}</span>`,
    resource.line === undefined ? "" : ` <span class="quiet">line ${resource.line}</span>`,
    `</p><p>${htmlText(what)}</p>`,
    fix === undefined ? "" : `<p><strong>Fix:</strong> ${htmlText(fix.slice("Fix: ".length))}</p>`,
    status === "exempt" ? `<p class="exempt">${htmlText(exemptionOf(finding))}</p>` : "",
    controls.length === 0 ? "" : `<p class="controls">${htmlText(controls.join(", "))}</p>`,
    "</li>\n",
  ].join("");
}
