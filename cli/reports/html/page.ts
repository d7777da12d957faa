import { createHash } from "node:crypto";
import { policies } from "../../../policy-pack/policies/index.js";
import type { CheckReport, Outcome, Threshold } from "../../check/report.js";
import { verdictOf, violationsOf } from "../wording.js";
import { SCRIPT } from "./client.js";
import { coverageHtml } from "./coverage.js";
import { exemptionsHtml } from "./exemptions.js";
import { findingsHtml } from "./findings.js";
import { htmlText } from "./html-text.js";
import { policiesHtml } from "./policies.js";
import { STYLE } from "./style.js";
import { summaryHtml } from "./summary.js";
import { unseenHtml } from "./unseen.js";

const digestOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but the page's own style and script: no network, no other script whatever a manifest has in it. */
const CONTENT_POLICY = [
  "default-src 'none'",
  `style-src ${digestOf(STYLE)}`,
  `script-src ${digestOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

interface Section {
  readonly id: string;
  readonly title: string;
  readonly parts: Iterable<string>;
}

/** One page that needs nothing else: it opens from a file, and prints. Without scripts it shows all and filters nothing. */
export function* htmlReport(
  report: CheckReport,
  outcome: Outcome,
  _threshold: Threshold,
  now = new Date(),
): Generator<string> {
  const sections: readonly Section[] = [
    { id: "findings", title: "Findings", parts: findingsHtml(report) },
    { id: "coverage", title: "Controls", parts: coverageHtml(report, policies) },
    { id: "exemptions", title: "Exemptions", parts: exemptionsHtml(report, now) },
    { id: "unseen", title: "Not looked at", parts: unseenHtml(report) },
    { id: "policies", title: "Policies", parts: policiesHtml(report) },
  ];
  yield headHtml(`Rampart: ${verdictOf(report, outcome)} ${violationsOf(report)}`);
  yield `<body>\n<a class="skip" href="#findings">Skip to the findings</a>\n<header>\n`;
  yield* summaryHtml(report, outcome, now);
  yield `</header>\n<nav aria-label="Sections">\n<ul>\n`;
  for (const { id, title } of sections) yield `<li><a href="#${id}">${title}</a></li>\n`;
  yield "</ul>\n</nav>\n<main>\n";
  for (const { id, title, parts } of sections) {
    yield `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n<div>\n`;
    yield* parts;
    yield "</div>\n</section>\n";
  }
  yield `</main>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`;
}

const headHtml = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlText(CONTENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
`;
