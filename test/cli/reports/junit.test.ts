import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import { type CheckReport, outcomeOf, type Threshold } from "../../../cli/check/report.js";
import { junitReport } from "../../../cli/reports/junit.js";
import { EXEMPTION, finding, HOSTILE, report, reportSaying } from "./report.js";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document's element; a parser that takes well-formed XML only. */
function parsed(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  const [document] = root.children;
  assert.ok(document);
  return document;
}

/** What the format allows where, as its published schemas and readers agree. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["name", "tests", "failures", "errors"],
  testsuite: ["name", "tests", "failures", "errors", "skipped"],
  testcase: ["name", "classname"],
  failure: ["message", "type"],
  error: ["message", "type"],
  skipped: ["message"],
};
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["testsuite"],
  testsuite: ["testcase"],
  testcase: ["failure", "error", "skipped"],
};

function assertWellBuilt(element: Element): void {
  for (const name of Object.keys(element.attributes))
    assert.ok(ATTRIBUTES[element.name]?.includes(name), `${element.name} ${name}`);
  if (element.name === "testcase") assert.ok(element.children.length <= 1);
  for (const child of element.children) {
    assert.ok(CHILDREN[element.name]?.includes(child.name), `${child.name} in ${element.name}`);
    assertWellBuilt(child);
  }
}

function junit(of: CheckReport, threshold: Threshold = "low"): Element {
  const document = parsed([...junitReport(of, outcomeOf(of, threshold), threshold)].join(""));
  assertWellBuilt(document);
  const cases = document.children.flatMap(({ children }) => children);
  const counted = (kind: string): string => String(cases.filter(({ children }) => children[0]?.name === kind).length);
  assert.deepEqual(
    [document.attributes.tests, document.attributes.failures, document.attributes.errors],
    [String(cases.length), counted("failure"), counted("error")],
  );
  for (const { attributes, children } of document.children) {
    const skipped = children.filter((one) => one.children[0]?.name === "skipped").length;
    assert.deepEqual([attributes.tests, attributes.skipped], [String(children.length), String(skipped)]);
  }
  return document;
}

const suite = (document: Element, name: string): readonly Element[] =>
  document.children.find(({ attributes }) => attributes.name === name)?.children ?? [];
const verdicts = (cases: readonly Element[]): readonly string[] =>
  cases.map(({ children }) => children[0]?.name ?? "passed");

describe("the JUnit report", () => {
  it("has a suite for each policy and a case for each resource", () => {
    const document = junit(report({ findings: [finding(), finding({ resource: { name: "shell" } })] }));
    const cases = suite(document, "no-privileged-containers");
    assert.deepEqual(
      cases.map(({ attributes }) => attributes.name),
      ["deploy/web.yaml: Deployment shop/web", "deploy/web.yaml: Deployment shop/shell"],
    );
    const [failure] = cases[0]?.children ?? [];
    assert.equal(failure?.attributes.type, "critical");
    assert.match(failure?.text ?? "", /^deploy\/web\.yaml:12\n.*\nFix: .*\nControls: PSS:privileged, NSA-POD-10$/);
  });

  it("passes a policy that judged something, and skips one that had nothing to judge", () => {
    const document = junit(report());
    assert.deepEqual(verdicts(suite(document, "no-host-ports")), ["passed"]);
    assert.deepEqual(verdicts(suite(document, "no-node-proxy")), ["skipped"]);
  });

  it("fails what fails the check, and nothing else", () => {
    const document = junit(
      report({
        findings: [
          finding(),
          finding({ severity: "medium" }),
          finding({ enforcement: "advisory" }),
          finding({ inBaseline: true }),
          finding({ status: "exempt", exemption: EXEMPTION }),
          finding({ status: "undecided" }),
          finding({ status: "not-inspected" }),
          finding({ status: "error" }),
        ],
      }),
      "high",
    );
    const cases = suite(document, "no-privileged-containers");
    assert.deepEqual(verdicts(cases), ["failure", ...Array(6).fill("skipped"), "error"]);
    const why = cases.map(({ children }) => children[0]?.attributes.message ?? "");
    for (const [index, text] of [
      [1, "Of severity medium, below --fail-on:"],
      [2, "Advisory:"],
      [3, "In the baseline:"],
      [4, "Exempt until 2026-12-10 (team-observability): The exporter needs"],
      [5, "Not judged:"],
      [6, "Not judged:"],
    ] as const)
      assert.ok(why[index]?.startsWith(text), why[index]);
  });

  it("has an error for what could not be read, and where there was nothing", () => {
    const unread = junit(report({ problems: [{ file: "a.yaml", line: 3, problem: "broken" }] }));
    assert.deepEqual(verdicts(suite(unread, "could-not-be-checked")), ["error"]);
    const nothing = junit(report({ objects: 0, files: 0, types: new Set() }));
    assert.deepEqual(verdicts(suite(nothing, "could-not-be-checked")), ["error"]);
    assert.ok(!nothing.children.flatMap(({ children }) => verdicts(children)).includes("passed"));
  });

  it("is well-formed whatever a file has in it, and says it", () => {
    for (const text of HOSTILE) {
      const document = junit(reportSaying(text));
      const [unread] = suite(document, "could-not-be-checked");
      const said = unread?.children[0]?.attributes.message ?? "";
      assert.equal(said, [...text].map((sign) => (isXml(sign) ? sign : "\ufffd")).join(""));
    }
  });
});

/** The characters of XML 1.0, by its own production 2. */
function isXml(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return [0x9, 0xa, 0xd].includes(code);
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
