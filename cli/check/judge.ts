import { evaluator } from "../../policy-pack/evaluate.js";
import type { Finding } from "../../policy-pack/finding.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { Problem, Skipped, SourceItem, Subject } from "../sources/subject.js";
import { type CheckReport, groupedBy, type LocatedFinding } from "./report.js";

/**
 * Judges every resource of a source, one by one, so that only findings are kept in memory.
 *
 * @param visit is given each finding on a single resource, with the subject that it is on.
 */
export function judge(
  items: Iterable<SourceItem>,
  selection: Selection,
  visit: (finding: Finding, subject: Subject) => void = () => undefined,
): CheckReport {
  const { resource, stack, related } = evaluator(selection.policies, selection.context);
  const locate = locator(selection);
  const findings: LocatedFinding[] = [];
  const skipped: Skipped[] = [];
  const problems: Problem[] = [];
  const relatives = new Map<string, Subject>();
  const files = new Set<string>();
  let objects = 0;
  for (const item of items) {
    if ("problem" in item) problems.push(item);
    else if ("skipped" in item) skipped.push(item);
    else {
      objects++;
      files.add(item.file);
      for (const finding of resource(item.resource)) {
        findings.push(locate(finding, item));
        visit(finding, item);
      }
      if (related(item.resource)) relatives.set(item.resource.urn, item);
    }
  }
  for (const finding of stack([...relatives.values()].map((subject) => subject.resource))) {
    const subject = relatives.get(finding.resource.urn);
    if (subject === undefined) problems.push({ problem: finding.message });
    else findings.push(locate(finding, subject));
  }
  // Findings on relations came last; in a report they stand with their file.
  const ordered = [...groupedBy(findings, ({ resource: { file } }) => file).values()].flat();
  return { selection, findings: ordered, objects, files: files.size, skipped, problems, exemptions: [] };
}

/** Gives a finding its place in a file, and what is known of its policy. */
function locator({ policies, advisory }: Selection): (finding: Finding, subject: Subject) => LocatedFinding {
  const references = new Map<string, readonly string[]>(policies.map((policy) => [policy.id, policy.references]));
  return ({ policy, severity, status, path, containers, message, remediation, exemption }, subject) => {
    const { apiVersion, kind, namespace, name, urn, file, resource, lineOf } = subject;
    return {
      policy,
      controls: references.get(policy) ?? [],
      severity,
      status,
      enforcement: advisory.has(policy) ? "advisory" : "mandatory",
      resource: { apiVersion, kind, namespace, name, type: resource.type, urn, file, line: lineOf(path) },
      path,
      containers,
      message,
      remediation,
      exemption,
    };
  };
}
