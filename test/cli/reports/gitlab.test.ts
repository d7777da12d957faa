import assert from "node:assert/strict";
import type { CheckReport } from "../../../cli/check/report.js";
import { gitlabReport } from "../../../cli/reports/gitlab.js";
import { EXEMPTION, finding, HOSTILE, report, reportSaying } from "./report.js";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The issues, each with the fields that GitLab's documentation requires. */
function issues(of: CheckReport): readonly Issue[] {
  const all = JSON.parse([...gitlabReport(of)].join("")) as readonly Issue[];
  for (const { description, check_name, fingerprint, severity, location } of all) {
    assert.ok(description !== "" && check_name !== "");
    assert.match(fingerprint, /^[0-9a-f]{32}$/);
    assert.ok(["info", "minor", "major", "critical", "blocker"].includes(severity), severity);
    assert.ok(location.path !== "" && !location.path.startsWith("./"));
    assert.ok(Number.isInteger(location.lines.begin) && location.lines.begin >= 1);
  }
  assert.equal(new Set(all.map(({ fingerprint }) => fingerprint)).size, all.length, "a fingerprint is there twice");
  return all;
}

describe("the GitLab code quality report", () => {
  it("is an empty list where there is nothing to tell", () => {
    assert.deepEqual(issues(report()), []);
  });

  it("says how bad, where and what", () => {
    const severities = (["critical", "high", "medium", "low"] as const).map((severity) => finding({ severity }));
    const all = issues(report({ findings: severities }));
    assert.deepEqual(
      all.map(({ severity }) => severity),
      ["blocker", "critical", "major", "minor"],
    );
    assert.match(all[0]?.description ?? "", /^Deployment shop\/web: container "app" must not .* Fix: remove/);
    assert.deepEqual(all[0]?.location, { path: "deploy/web.yaml", lines: { begin: 12 } });
  });

  it("tells what does not count as information, and why it does not", () => {
    const all = issues(
      report({
        findings: [
          finding({ enforcement: "advisory" }),
          finding({ status: "exempt", exemption: EXEMPTION }),
          finding({ status: "undecided" }),
          finding({ resource: { line: undefined }, policy: "not-inspected", status: "not-inspected" }),
        ],
      }),
    );
    assert.deepEqual(
      all.map(({ severity }) => severity),
      Array(4).fill("info"),
    );
    const texts = all.map(({ description }) => description).join("\n");
    for (const text of [/\(advisory\)/, /Exempt until 2026-12-10/, /^Not judged\. Deployment/m])
      assert.match(texts, text);
  });

  it("has an issue for each place that could not be read", () => {
    const problem = { file: "a.yaml", line: 3, problem: "broken" };
    const all = issues(report({ problems: [problem, problem, { problem: "all is lost" }] }));
    assert.deepEqual(
      all.map(({ check_name, severity }) => [check_name, severity]),
      Array(3).fill(["could-not-be-checked", "blocker"]),
    );
    assert.deepEqual(
      all.map(({ location }) => location.path),
      ["a.yaml", "a.yaml", "."],
    );
  });

  it("is JSON whatever a file has in it", () => {
    for (const text of HOSTILE) assert.equal(issues(reportSaying(text)).length, 5);
  });
});
