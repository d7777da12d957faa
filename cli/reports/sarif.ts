import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { HYGIENE_RULES } from "../../policy-pack/exemptions/hygiene.js";
import type { Exemption } from "../../policy-pack/exemptions.js";
import type { Policy, Severity } from "../../policy-pack/policy.js";
import type { CheckReport, LocatedFinding, Outcome } from "../check/report.js";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** What code-scanning services sort by, from 0 to 10, in the middle of the bands of CVSS. */
const SCORES: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.5" };

/** SARIF 2.1.0 (OASIS), for code scanning. */
export function* sarifReport(report: CheckReport, outcome: Outcome, version: string): Generator<string> {
  const { selection, findings } = report;
  const known = new Map(selection.policies.map((policy) => [policy.id, policy]));
  const used = [...new Set(findings.map(({ policy }) => policy))].sort();
  const rules = used.map((id) => ruleOf(id, known.get(id)));
  const header = JSON.stringify({ name: "rampart", version, rules });
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"tool":{"driver":${header}},`;
  yield `"invocations":[${JSON.stringify(invocationOf(report, outcome))}],"columnKind":"utf16CodeUnits","results":[`;
  const indexes = new Map(used.map((id, index) => [id, index]));
  let separator = "\n";
  for (const finding of findings) {
    yield `${separator}${JSON.stringify(resultOf(finding, indexes.get(finding.policy)))}`;
    separator = ",\n";
  }
  yield "\n]}]}\n";
}

function ruleOf(id: string, policy: Policy | undefined): object {
  const hygiene = HYGIENE_RULES.find((rule) => rule.id === id);
  if (hygiene !== undefined) {
    const { title, rationale, remediation, severity } = hygiene;
    const texts = { shortDescription: { text: `${title}.` }, fullDescription: { text: rationale } };
    const level = { defaultConfiguration: { level: LEVELS[severity] }, properties: { tags: ["security"] } };
    return { id, ...texts, help: { text: remediation }, ...level };
  }
  if (policy === undefined)
    return { id, shortDescription: { text: "Something was not inspected." }, properties: { tags: ["security"] } };
  const { title, rationale, remediation, severity, topic, profile, references } = policy;
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: rationale },
    help: { text: remediation },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["security", topic, ...references],
      precision: "very-high",
      "problem.severity": LEVELS[severity] === "note" ? "recommendation" : LEVELS[severity],
      "security-severity": SCORES[severity],
      profile,
    },
  };
}

function resultOf(finding: LocatedFinding, ruleIndex: number | undefined): object {
  const { policy, status, severity, enforcement, resource, path, containers, message, controls, exemption } = finding;
  const { apiVersion, kind, namespace, name, file, line } = resource;
  const object = [apiVersion, kind, namespace, name].filter((part) => part !== undefined).join("/");
  const fails = status === "violation" || status === "exempt";
  return {
    ruleId: policy,
    ruleIndex,
    // A level belongs to what fails; what nobody could judge is open.
    kind: fails ? "fail" : "open",
    level: fails ? (enforcement === "advisory" ? "note" : LEVELS[severity]) : "none",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
        logicalLocations: [{ fullyQualifiedName: path === "" ? object : `${object}#${path}`, kind: "resource" }],
      },
    ],
    // The line is left out: a finding stays the same one when text above it grows.
    partialFingerprints: { "rampart/v1": digest(policy, file, object, path) },
    ...(exemption === undefined ? {} : { suppressions: [suppressionOf(exemption)] }),
    properties: { status, severity, controls, containers },
  };
}

/** Services show a suppressed result as dismissed, with its justification. */
const suppressionOf = ({ channel, reason, owner, expires, statedAt }: Exemption): object => ({
  kind: channel === "code" || channel === "annotation" ? "inSource" : "external",
  status: "accepted",
  justification: `${reason} (${owner}, until ${expires})`,
  properties: { owner, expires, channel, statedAt },
});

/** Relative to where the check ran, as code-scanning services expect it. */
function uriOf(file: string): string {
  if (file === "<stdin>") return "stdin";
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join("/");
}

const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);

function invocationOf({ problems, skipped }: CheckReport, outcome: Outcome): object {
  const at = (file: string | undefined, line: number | undefined): object =>
    file === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file) },
                ...(line === undefined ? {} : { region: { startLine: line } }),
              },
            },
          ],
        };
  return {
    executionSuccessful: outcome !== "incomplete",
    toolExecutionNotifications: [
      ...problems.map(({ file, line, problem }) => ({
        level: "error",
        message: { text: problem },
        ...at(file, line),
      })),
      ...skipped.map(({ file, line, skipped: reason }) => ({
        level: "note",
        message: { text: `Skipped: ${reason}.` },
        ...at(file, line),
      })),
    ],
  };
}
