import type { Exemption } from "../../policy-pack/exemptions.js";
import type { BaselineEntry } from "../check/baseline.js";
import { fingerprintsOf } from "../check/fingerprint.js";
import { type CheckReport, countBy, type LocatedFinding, type Outcome, type Threshold } from "../check/report.js";

/** Grows when a field is removed or changes its meaning; new fields come without. */
export const JSON_VERSION = 1;

/** For programs; the fields are described in `docs/JSON.md`. */
export function* jsonReport(report: CheckReport, outcome: Outcome, threshold: Threshold): Generator<string> {
  const { findings, skipped, problems, exemptions } = report;
  const fingerprints = fingerprintsOf(findings);
  yield `{\n  "version": ${JSON_VERSION},\n  "findings": [`;
  let separator = "\n";
  for (const [index, finding] of findings.entries()) {
    yield `${separator}    ${JSON.stringify(shown(finding, fingerprints[index]))}`;
    separator = ",\n";
  }
  yield findings.length === 0 ? "],\n" : "\n  ],\n";
  yield `  "skipped": ${JSON.stringify(skipped.map(({ file, line, skipped: reason }) => ({ file, line, reason })))},\n`;
  yield `  "problems": ${JSON.stringify(problems.map(({ file, line, problem }) => ({ file, line, problem })))},\n`;
  yield `  "exemptions": ${JSON.stringify(exemptions.map(shownExemption))},\n`;
  yield `  "summary": ${JSON.stringify(summaryOf(report, outcome, threshold))}\n}\n`;
}

/** What is absent is null, so that every finding has the same fields. */
function shown({ resource, ...finding }: LocatedFinding, fingerprint: string | undefined): object {
  const { apiVersion, kind, namespace = null, name, type, urn = null, file, line = null } = resource;
  const { policy, controls, severity, status, enforcement, path, paths, containers, message, remediation } = finding;
  const { exemption, inBaseline = null } = finding;
  return {
    fingerprint,
    policy,
    controls,
    severity,
    status,
    enforcement,
    resource: { apiVersion, kind, namespace, name, type, urn, file, line },
    path,
    paths: paths ?? (path === "" ? [] : [path]),
    containers,
    message,
    remediation,
    exemption: exemption === undefined ? null : shownExemption(exemption),
    inBaseline,
  };
}

function shownExemption({ policies, match, reason, owner, expires, channel, statedAt }: Exemption): object {
  const { name = null, namespace = null, type = null, urn = null } = match;
  return { policies, match: { name, namespace, type, urn }, reason, owner, expires, channel, statedAt };
}

function summaryOf(report: CheckReport, outcome: Outcome, threshold: Threshold): object {
  const { selection, findings, objects, files, skipped, problems, baseline } = report;
  const violations = findings.filter(({ status }) => status === "violation");
  return {
    outcome,
    failOn: threshold,
    objects,
    files,
    skipped: skipped.length,
    problems: problems.length,
    profile: selection.profile,
    policies: selection.policies.length,
    kubernetesVersion: `1.${selection.context.kubernetesMinor}`,
    violations: { critical: 0, high: 0, medium: 0, low: 0, ...countBy(violations, ({ severity }) => severity) },
    statuses: {
      violation: 0,
      exempt: 0,
      undecided: 0,
      "not-inspected": 0,
      error: 0,
      ...countBy(findings, ({ status }) => status),
    },
    baseline: baseline === undefined ? null : { ...baseline, gone: baseline.gone.map(shownGone) },
  };
}

const shownGone = ({ fingerprint, policy, resource, file }: BaselineEntry): object => ({
  fingerprint,
  policy,
  resource,
  file,
});
