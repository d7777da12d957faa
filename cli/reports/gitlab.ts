import { createHash } from "node:crypto";
import type { Severity } from "../../policy-pack/policy.js";
import { fingerprintsOf } from "../check/fingerprint.js";
import { projectPaths } from "../check/project-path.js";
import { type CheckReport, type LocatedFinding, resourceTitle } from "../check/report.js";
import { exemptionOf } from "./wording.js";

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
};

/** One entry of GitLab's code quality report; `lines.begin` is required there. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** GitLab's code quality report, a list of issues in the form of Code Climate, for the widget of a merge request. */
export function* gitlabReport(report: CheckReport): Generator<string> {
  yield "[";
  let separator = "\n";
  for (const issue of issuesOf(report)) {
    yield `${separator}  ${JSON.stringify(issue)}`;
    separator = ",\n";
  }
  yield separator === "\n" ? "]\n" : "\n]\n";
}

function* issuesOf({ findings, problems }: CheckReport): Generator<Issue> {
  const pathOf = projectPaths();
  const location = (file: string | undefined, line = 1): Issue["location"] => ({
    path: file === undefined ? "." : pathOf(file),
    lines: { begin: line },
  });
  const fingerprints = fingerprintsOf(findings);
  for (const [index, finding] of findings.entries()) {
    const { policy, resource } = finding;
    yield {
      description: descriptionOf(finding),
      check_name: policy,
      fingerprint: fingerprints[index] ?? "",
      severity: severityOf(finding),
      location: location(resource.file, resource.line),
    };
  }
  // A widget that shows nothing says that all is well: what could not be read is an issue of its own.
  const seen = new Map<string, number>();
  for (const { file, line, problem } of problems) {
    const identity = ["could-not-be-checked", file === undefined ? "" : pathOf(file), problem].join("\0");
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    yield {
      description: `Could not be checked: ${problem}.`,
      check_name: "could-not-be-checked",
      fingerprint: createHash("sha256").update(`${identity}\0${count}`).digest("hex").slice(0, 32),
      severity: SEVERITIES.critical,
      location: location(file, line),
    };
  }
}

function severityOf({ status, severity, enforcement }: LocatedFinding): string {
  if (status === "error") return SEVERITIES.critical;
  return status === "violation" && enforcement === "mandatory" ? SEVERITIES[severity] : "info";
}

function descriptionOf(finding: LocatedFinding): string {
  const { status, enforcement, message, inBaseline } = finding;
  const title = `${resourceTitle(finding)}: ${message}`;
  if (status === "exempt") return `${title} ${exemptionOf(finding)}`;
  if (status !== "violation") return `Not judged. ${title}`;
  return `${title}${enforcement === "advisory" ? " (advisory)" : ""}${inBaseline ? " (in the baseline)" : ""}`;
}
