import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compared } from "../../../cli/check/baseline.js";
import { jsonReport } from "../../../cli/reports/json.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_LINE, SHARING_POD } from "../check/manifests.js";
import { EXEMPTION, finding, report as reportWith } from "./report.js";

const FILES = {
  "a b/bad.yaml": `${GOOD_POD}---\n${SHARING_POD}`,
  "values.yaml": "replicas: 1\n",
  "broken.yaml": "apiVersion: v1\nkind: [\n",
};
const LINE = GOOD_POD.split("\n").length + SHARING_LINE;

interface JsonReport {
  readonly version: number;
  readonly findings: readonly Record<string, unknown>[];
  readonly skipped: readonly { readonly file: string }[];
  readonly problems: readonly { readonly file: string; readonly line: number }[];
  readonly summary: Readonly<Record<string, unknown>>;
}

/** The rows of a page's tables: whatever is set in code there is a field. */
const documented = (page: string): string =>
  page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .join("\n");

/** The names of all fields; those of a count by severity or status are values of other fields. */
const fieldsOf = (value: unknown): readonly string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => [
        ...(Array.isArray(value) ? [] : [name]),
        ...(name === "violations" || name === "statuses" ? [] : fieldsOf(inner)),
      ]);

/** A report that has each of the parts that a report can have. */
const EVERYTHING = compared(
  reportWith({
    findings: [finding({ status: "exempt", exemption: EXEMPTION })],
    exemptions: [EXEMPTION],
  }),
  {
    file: "baseline.json",
    entries: [
      {
        fingerprint: "0".repeat(32),
        policy: "no-host-ports",
        resource: "Pod a",
        file: "a.yaml",
        paths: [],
        containers: [],
      },
    ],
  },
);

describe("the JSON report", () => {
  let report: JsonReport;
  let code: number | null;
  let folder: string;
  before(async () => {
    folder = folderWith(FILES);
    const run = await rampart(["check", "--format", "json", folder]);
    code = run.code;
    report = JSON.parse(run.stdout) as JsonReport;
    assert.match(run.stderr, /broken\.yaml:\d+: /);
  });

  it("says what is wrong, where and by which controls", () => {
    assert.equal(report.version, 1);
    const [finding = {}, ...others] = report.findings;
    assert.deepEqual(others, []);
    assert.deepEqual(finding.resource, {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "shop",
      name: "shell",
      type: "kubernetes:core/v1:Pod",
      urn: null,
      file: join(folder, "a b/bad.yaml"),
      line: LINE,
    });
    assert.equal(finding.policy, "no-host-namespaces");
    assert.equal(finding.status, "violation");
    assert.match(String(finding.fingerprint), /^[0-9a-f]{32}$/);
    assert.deepEqual(finding.paths, ["spec.hostPID"]);
    assert.deepEqual([finding.exemption, finding.inBaseline], [null, null]);
    assert.equal(finding.path, "spec.hostPID");
    assert.ok((finding.controls as string[]).includes("PSS:hostNamespaces"), String(finding.controls));
  });

  it("says what was not looked at", () => {
    assert.equal(code, 2);
    assert.equal(report.summary.outcome, "incomplete");
    assert.deepEqual(
      report.skipped.map(({ file }) => file),
      [join(folder, "values.yaml")],
    );
    assert.deepEqual(
      report.problems.map(({ file }) => file),
      [join(folder, "broken.yaml")],
    );
    assert.deepEqual([report.summary.objects, report.summary.skipped, report.summary.problems], [2, 1, 1]);
  });

  it("has the fields that docs/JSON.md has, and no others", () => {
    const page = documented(readFileSync(join(REPOSITORY, "docs/JSON.md"), "utf8"));
    const full = JSON.parse([...jsonReport(EVERYTHING, "findings", "low")].join("")) as JsonReport;
    const names = [...page.matchAll(/`([A-Za-z.]+)`/g)].flatMap(([, name = ""]) => name.split(".")).filter(Boolean);
    assert.deepEqual([...new Set(names)].sort(), [...new Set([...fieldsOf(full), ...fieldsOf(report)])].sort());
  });

  it("is an object with empty lists where there is nothing to tell", async () => {
    const run = await rampart(["check", "--format", "json", folderWith({ "good.yaml": GOOD_POD })]);
    const { findings, problems, summary } = JSON.parse(run.stdout) as JsonReport;
    assert.deepEqual([findings, problems, summary.outcome, run.code, run.stderr], [[], [], "clean", 0, ""]);
  });
});
