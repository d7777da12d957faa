import assert from "node:assert/strict";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { type CheckReport, outcomeOf } from "../../../cli/check/report.js";
import { MARKDOWN_LIMIT, markdownReport } from "../../../cli/reports/markdown.js";
import { asShown, EXEMPTION, finding, HOSTILE, report, reportSaying } from "./report.js";

const markdown = (of: CheckReport): string => [...markdownReport(of, outcomeOf(of, "low"), "low")].join("");

interface Rendered {
  /** Names of elements with their attributes, in order. */
  readonly elements: readonly string[];
  readonly text: string;
  /** Text outside `code`, where a host looks for mentions. */
  readonly prose: readonly string[];
}

/** As GitHub renders it, before its own filters. */
function rendered(text: string): Rendered {
  const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  const elements: string[] = [];
  const prose: string[] = [];
  let all = "";
  const visit = (node: DefaultTreeAdapterTypes.Node, inCode: boolean): void => {
    if ("value" in node) {
      all += node.value;
      if (!inCode) prose.push(node.value);
    } else if ("tagName" in node) elements.push([node.tagName, ...node.attrs.map(({ name }) => name)].join(" "));
    else assert.notEqual(node.nodeName, "#comment");
    if ("childNodes" in node)
      for (const child of node.childNodes) visit(child, inCode || ("tagName" in node && node.tagName === "code"));
  };
  visit(parseFragment(html), false);
  return { elements, text: all, prose };
}

describe("the Markdown report", () => {
  it("says the verdict, and the worst first, with the fix and the controls", () => {
    const text = markdown(
      report({
        findings: [
          finding({ severity: "low", policy: "no-host-ports", resource: { file: "a.yaml" } }),
          finding({ resource: { file: "b.yaml" } }),
        ],
      }),
    );
    const page = rendered(text);
    assert.match(page.text, /^❌ Rampart: Failed\.\s+2 violations: 1 critical, 1 low\. Judged: 3 objects in 1 file/);
    assert.ok(page.text.indexOf("b.yaml") < page.text.indexOf("a.yaml"), page.text);
    assert.match(page.text, /Fix: remove securityContext\.privileged\.\s+container "app" must not/);
    assert.match(page.text, /PSS:privileged, NSA-POD-10/);
    assert.equal(page.elements.filter((name) => name.startsWith("details")).length, 2);
  });

  it("says as clearly what was not looked at, what is exempt and what is known", () => {
    const of = report({
      findings: [
        finding({ status: "undecided" }),
        finding({ status: "exempt", exemption: EXEMPTION }),
        finding({ inBaseline: true }),
      ],
      problems: [{ file: "broken.yaml", line: 3, problem: "it is broken" }],
      skipped: [{ file: "values.yaml", line: 1, skipped: "no apiVersion" }],
    });
    const { text } = rendered(markdown(of));
    for (const part of [
      /⚠️ Rampart: Not checked completely\./,
      /1 place could not be read: nobody knows what is there\./,
      /1 verdict must wait for values/,
      /1 part was skipped/,
      /Exempt until 2026-12-10 \(team-observability\)/,
      /in the baseline/,
      /broken\.yaml:3\s+it is broken/,
    ])
      assert.match(text, part);
  });

  it("takes nothing from a file for Markdown or HTML, and says it", () => {
    const harmless = rendered(markdown(reportSaying("harmless")));
    for (const text of HOSTILE) {
      const page = rendered(markdown(reportSaying(text)));
      assert.deepEqual(page.elements, harmless.elements, text);
      for (const prose of page.prose) assert.doesNotMatch(prose, /@\w|#\d/, text);
      // Word joiners keep hosts from seeing names.
      const said = asShown(text).trim();
      const shown = page.text.replaceAll("\u2060", "");
      assert.ok(shown.includes(said), `${JSON.stringify(said)} in ${shown}`);
    }
  });

  it("never has more than 60,000 characters, and counts exactly what it leaves out", () => {
    const long = "x".repeat(50_000);
    const signs = "<&>".repeat(5_000);
    const findings = Array.from({ length: 3_000 }, (_, index) =>
      finding({
        severity: index === 2_999 ? "critical" : index % 2 === 0 ? "low" : "medium",
        resource: { name: `web-${index}`, file: `deploy/${index % 700}/web.yaml` },
      }),
    );
    const hostile = Array.from({ length: 300 }, (_, index) =>
      finding({
        message: signs,
        controls: [signs],
        resource: { name: `${index}${long}`, file: `${signs}${index}`, namespace: signs },
      }),
    );
    const problems = Array.from({ length: 500 }, () => ({ file: signs, line: 1, problem: signs }));
    const skipped = Array.from({ length: 500 }, () => ({ file: long, line: 1, skipped: signs }));
    for (const of of [
      report({ findings }),
      report({ findings, problems, skipped }),
      report({ findings: hostile, problems, skipped }),
    ]) {
      const text = markdown(of);
      assert.ok(text.length <= MARKDOWN_LIMIT, `${text.length}`);
      const left = Number(/\*\*(\d+) more findings? had no room/.exec(text)?.[1]);
      const entries = text.split("\n").filter((line) => /^- .*line 12<br>$/.test(line)).length;
      assert.equal(left + entries, of.findings.length);
      assert.ok(entries > 5, `${entries} entries`);
    }
    const text = markdown(report({ findings }));
    assert.ok(text.length > MARKDOWN_LIMIT * 0.9, `there was room for more: ${text.length}`);
    assert.match(rendered(text).text, /web-2999/);
  });
});
