import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { HYGIENE_RULES } from "../../policy-pack/exemptions/hygiene.js";
import type { Policy, Severity } from "../../policy-pack/policy.js";
import { fingerprintsOf } from "../check/fingerprint.js";
import { projectPaths } from "../check/project-path.js";
import type { CheckReport, LocatedFinding, Outcome } from "../check/report.js";
import { policyPagePath } from "../reference/policies-page.js";
import { version } from "../version.js";
import { helpUri } from "./help.js";

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
export function* sarifReport(report: CheckReport, outcome: Outcome): Generator<string> {
  const { selection, findings } = report;
  const known = new Map(selection.policies.map((policy) => [policy.id, policy]));
  const used = [...new Set(findings.map(({ policy }) => policy))].sort();
  const rules = used.map((id) => ruleOf(id, known.get(id)));
  const fingerprints = fingerprintsOf(findings);
  const uriOf = uris();
  const header = JSON.stringify({ name: "rampart", version, rules });
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"tool":{"driver":${header}},`;
  yield `"invocations":[${JSON.stringify(invocationOf(report, outcome, uriOf))}],"columnKind":"utf16CodeUnits","results":[`;
  const indexes = new Map(used.map((id, index) => [id, index]));
  let separator = "\n";
  for (const [index, finding] of findings.entries()) {
    const fingerprint = fingerprints[index];
    yield `${separator}${JSON.stringify(resultOf(finding, { ruleIndex: indexes.get(finding.policy), fingerprint, uriOf }))}`;
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
    return {
      id,
      shortDescription: { text: id === "not-inspected" ? "Something was not inspected." : `${id}.` },
      properties: { tags: ["security"] },
    };
  const { title, rationale, remediation, severity, topic, profile, references } = policy;
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: rationale },
    help: { text: `${remediation} More: ${policyPagePath(id)} of Rampart.` },
    helpUri: helpUri(policy),
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

interface ResultContext {
  readonly ruleIndex: number | undefined;
  readonly fingerprint: string | undefined;
  readonly uriOf: (file: string) => string;
}

function resultOf(finding: LocatedFinding, { ruleIndex, fingerprint, uriOf }: ResultContext): object {
  const { policy, status, severity, enforcement, resource, path, containers, message, controls } = finding;
  const { apiVersion, kind, namespace, name, urn, file, line } = resource;
  const object = urn ?? [apiVersion, kind, namespace, name].filter((part) => part !== undefined).join("/");
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
        physicalLocation: physicalLocation(uriOf(file), line),
        logicalLocations: [{ fullyQualifiedName: path === "" ? object : `${object}#${path}`, kind: "resource" }],
      },
    ],
    partialFingerprints: { "rampart/v1": fingerprint },
    ...baselineStateOf(finding),
    suppressions: suppressionsOf(finding),
    properties: { status, severity, controls, containers },
  };
}

const physicalLocation = (uri: string, line: number | undefined): object => ({
  artifactLocation: { uri },
  ...(line === undefined ? {} : { region: { startLine: line } }),
});

const baselineStateOf = ({ inBaseline }: LocatedFinding): object =>
  inBaseline === undefined ? {} : { baselineState: inBaseline ? "unchanged" : "new" };

/** Empty: looked for and none; so consumers know that the finding counts. */
function suppressionsOf({ status, exemption }: LocatedFinding): readonly object[] {
  if (status !== "exempt") return [];
  if (exemption === undefined) return [{ kind: "external", status: "accepted" }];
  const { reason, owner, expires, channel, statedAt } = exemption;
  return [
    {
      kind: channel === "code" || channel === "annotation" ? "inSource" : "external",
      status: "accepted",
      justification: `${reason} (${owner}, until ${expires})`,
      properties: { owner, expires, channel, statedAt },
    },
  ];
}

/** What is in the project stands relative to it, as code-scanning services expect it. */
function uris(): (file: string) => string {
  const pathOf = projectPaths();
  return (file) => {
    // Half a surrogate pair has no encoding.
    const whole = file.replace(/\p{Cs}/gu, "\uFFFD");
    if (whole.startsWith("<") && whole.endsWith(">")) return encodeURIComponent(whole.slice(1, -1));
    const path = pathOf(whole);
    return isAbsolute(path) ? pathToFileURL(path).href : path.split("/").map(encodeURIComponent).join("/");
  };
}

function invocationOf({ problems, skipped }: CheckReport, outcome: Outcome, uriOf: (file: string) => string): object {
  const at = (file: string | undefined, line: number | undefined): object =>
    file === undefined ? {} : { locations: [{ physicalLocation: physicalLocation(uriOf(file), line) }] };
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
