import { evaluator } from "../../policy-pack/evaluate.js";
import { ExemptionBook } from "../../policy-pack/exemptions/book.js";
import { today } from "../../policy-pack/exemptions/day.js";
import { factsOf, type ResourceFacts } from "../../policy-pack/exemptions/match.js";
import { type Finding, notInspected } from "../../policy-pack/finding.js";
import { policies } from "../../policy-pack/policies/index.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { Problem, Skipped, SourceItem, Subject, Uninspected } from "../sources/subject.js";
import { hygieneFindings } from "./exemption-hygiene.js";
import { type CheckReport, groupedBy, type LocatedFinding } from "./report.js";

/**
 * Judges every resource of a source, one by one, so that only findings are kept in memory.
 *
 * @param exemptions those that no resource states, and what is allowed. @default neither
 * @param visit is given each finding on a single resource, by the exemptions, with the subject that it is on.
 */
export function judge(
  items: Iterable<SourceItem>,
  selection: Selection,
  exemptions: ExemptionBook = new ExemptionBook({ policies, today: today() }),
  visit?: (finding: Finding, subject: Subject) => void,
): CheckReport {
  const { resource, stack, related, parts } = evaluator(selection.policies, selection.context);
  const locate = locator(selection);
  const uninspected = ({ uninspected: subject, ...rest }: Uninspected): LocatedFinding =>
    locate(notInspected(subject.resource, { path: "", ...rest }), subject);
  const findings: (readonly [LocatedFinding, ResourceFacts])[] = [];
  const skipped: Skipped[] = [];
  const problems: Problem[] = [];
  const relatives = new Map<string, Subject>();
  const exempting = new Map<string, Subject>();
  const files = new Set<string>();
  const types = new Set<string>();
  const visits: (readonly [Finding, Subject])[] = [];
  let objects = 0;
  for (const item of items) {
    if ("problem" in item) problems.push(item);
    else if ("skipped" in item) skipped.push(item);
    else if ("uninspected" in item) findings.push([uninspected(item), factsOf(item.uninspected.resource)]);
    else {
      exemptions.note(item.resource, (path) => placeOf(item, path));
      if (exemptions.states(item.resource.urn)) exempting.set(item.resource.urn, item);
      if (item.isComponent) continue;
      objects++;
      files.add(item.file);
      if (item.resource.end === undefined) types.add(item.resource.type);
      const found = resource(item.resource);
      if (found.length > 0) {
        const facts = factsOf(item.resource);
        for (const finding of found) findings.push([locate(finding, item), facts]);
        if (visit !== undefined) for (const finding of found) visits.push([finding, item]);
      }
      if (related(item.resource)) relatives.set(item.resource.urn, item);
    }
  }
  const resources = [...relatives.values()].map((subject) => subject.resource);
  for (const finding of stack(resources)) {
    const subject = relatives.get(finding.resource.urn);
    if (subject === undefined) problems.push({ problem: finding.message });
    else findings.push([locate(finding, subject), factsOf(subject.resource)]);
  }
  // In a source an exemption may stand behind what it is for, so they count once all are known.
  for (const [finding, subject] of visits) visit?.(exemptions.apply(finding, factsOf(subject.resource)), subject);
  const decided = findings.map(([finding, facts]) => (exemptions.isEmpty ? finding : exemptions.apply(finding, facts)));
  const all = [...decided, ...hygieneFindings(exemptions, selection, exempting, problems.length === 0)];
  // Findings on relations came last; in a report they stand with their file.
  const ordered = [...groupedBy(all, ({ resource: { file } }) => file).values()].flat();
  return {
    selection,
    findings: ordered,
    objects,
    files: files.size,
    judgedFiles: files,
    types,
    parts: parts(resources),
    skipped,
    problems,
    exemptions: exemptions.exemptions,
  };
}

function placeOf({ file, lineOf }: Subject, path: string): string | undefined {
  const line = lineOf(path);
  return line === undefined ? undefined : `${file}:${line}`;
}

/** Gives a finding its place in a file, and what is known of its policy. */
export function locator({ policies, advisory }: Selection): (finding: Finding, subject: Subject) => LocatedFinding {
  const references = new Map<string, readonly string[]>(policies.map((policy) => [policy.id, policy.references]));
  return (finding, subject) => {
    const { policy, severity, status, path, paths, containers, message, remediation, exemption } = finding;
    const { apiVersion, kind, namespace, name, urn, file, resource, lineOf } = subject;
    return {
      policy,
      controls: finding.controls ?? references.get(policy) ?? [],
      severity,
      status,
      enforcement: advisory.has(policy) ? "advisory" : "mandatory",
      resource: { apiVersion, kind, namespace, name, type: resource.type, urn, file, line: lineOf(path) },
      path,
      paths,
      containers,
      message: status === "undecided" ? (hiddenValue(policy, path, subject) ?? message) : message,
      remediation,
      exemption,
    };
  };
}

function hiddenValue(policy: string, path: string, { whyUnknown }: Subject): string | undefined {
  const why = whyUnknown?.(path);
  return why === undefined ? undefined : `${policy} is not decided: ${path} ${why}.`;
}
