import type { Policy } from "../../../policy-pack/policy.js";
import {
  CONTROL_STATES,
  type ControlCoverage,
  type ControlState,
  coverageOf,
  type FrameworkCoverage,
} from "../../check/coverage.js";
import type { CheckReport } from "../../check/report.js";
import { unseenOf } from "../wording.js";
import { htmlCode, htmlText } from "./html-text.js";

const NAMES: Readonly<Record<ControlState, string>> = {
  violated: "violated",
  exempt: "exempt",
  "not-judged": "not judged here",
  met: "met",
  "no-policy": "no policy",
  "out-of-reach": "out of reach",
};

/** What the check says of every control of every framework. */
export function* coverageHtml(report: CheckReport, catalogue: readonly Policy[]): Generator<string> {
  yield `<p>A control is <b class="met">met</b> where the policies that serve it judged something here and found nothing. `;
  yield "A framework may ask for more than a policy can see: this is evidence, not a certificate.</p>\n";
  if (unseenOf(report).length > 0)
    yield `<p class="incomplete">Not everything was looked at: what is met here is met by the rest.</p>\n`;
  for (const framework of coverageOf(report, catalogue)) yield* frameworkHtml(framework);
}

function* frameworkHtml({ name, edition, controls }: FrameworkCoverage): Generator<string> {
  const groups = CONTROL_STATES.map(
    (state) => [state, controls.filter((control) => control.state === state)] as const,
  ).filter(([, group]) => group.length > 0);
  const counts = groups.map(([state, group]) => `<b class="${state}">${group.length} ${NAMES[state]}</b>`);
  yield `<h3>${htmlText(name)} <span class="quiet">${htmlText(edition)}</span></h3>\n`;
  yield `${barOf(groups, controls.length)}<p>${counts.join(", ")}</p>\n`;
  yield `<details><summary>All ${controls.length} controls of ${htmlText(name)}</summary>\n<div class="table">`;
  yield `<table class="stack"><thead><tr><th scope="col">Control</th><th scope="col">Recommendation</th><th scope="col">By</th></tr></thead>\n`;
  for (const [state, group] of groups) {
    yield `<tbody><tr><th colspan="3" scope="rowgroup"><b class="${state}">${NAMES[state]}</b>, ${group.length}</th></tr>\n`;
    for (const control of group) yield controlHtml(control);
    yield "</tbody>\n";
  }
  yield "</table></div>\n</details>\n";
}

function controlHtml({ id, title, policies, because }: ControlCoverage): string {
  const reason = because === "" ? "" : `<span class="quiet">${htmlText(because)}</span>`;
  return `<tr><td class="short">${htmlText(id)}</td><td>${htmlText(title)}</td><td>${policies.map(htmlCode).join(", ")}${reason}</td></tr>\n`;
}

/** Drawn by attributes: the page allows no style of an element. Its text says the same, so readers skip it. */
function barOf(groups: readonly (readonly [ControlState, readonly unknown[]])[], total: number): string {
  let x = 0;
  const parts = groups.map(([state, { length }]) => {
    const part = `<rect class="${state}" x="${x}" y="0" width="${length}" height="1"/>`;
    x += length;
    return part;
  });
  return `<svg class="bar" viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true">${parts.join("")}</svg>\n`;
}
