import type { CheckReport } from "../../check/report.js";
import { htmlCode, htmlText } from "./html-text.js";

/** Why the policies with findings are there, and what to do at length: once, where the findings lead to. */
export function* policiesHtml({ findings, selection }: CheckReport): Generator<string> {
  const known = new Map(selection.policies.map((policy) => [policy.id, policy]));
  const remedies = new Map(findings.map(({ policy, remediation }) => [policy, remediation]));
  if (remedies.size === 0) {
    yield "<p>None has findings.</p>\n";
    return;
  }
  yield `<dl class="policy">\n`;
  for (const [id, remediation] of [...remedies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const policy = known.get(id);
    yield `<dt id="policy-${htmlText(id)}">${htmlCode(id)}</dt>\n`;
    if (policy !== undefined) yield `<dd>${htmlText(policy.title)}. ${htmlText(policy.rationale)}</dd>\n`;
    yield `<dd><strong>Fix:</strong> ${htmlText(remediation)}</dd>\n`;
    if (policy !== undefined) yield `<dd class="controls">${htmlText(policy.references.join(", "))}</dd>\n`;
  }
  yield "</dl>\n";
}
