import { evaluator } from "../../policy-pack/evaluate.js";
import type { Finding } from "../../policy-pack/finding.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { TextSource, UnreadablePath } from "../sources/files.js";
import { type Manifest, manifestsIn, type Problem, type Skipped } from "../sources/manifests.js";
import { type CheckReport, groupedBy, type ManifestFinding } from "./report.js";

/** Judges every object of the sources, one by one, so that only findings are kept in memory. */
export function judge(sources: Iterable<TextSource | UnreadablePath>, selection: Selection): CheckReport {
  const { resource, stack, related } = evaluator(selection.policies, selection.context);
  const locate = locator(selection);
  const findings: ManifestFinding[] = [];
  const skipped: Skipped[] = [];
  const problems: Problem[] = [];
  const relatives = new Map<string, Manifest>();
  const files = new Set<string>();
  let objects = 0;
  for (const source of sources)
    for (const item of "problem" in source ? [{ file: source.name, problem: source.problem }] : manifestsIn(source)) {
      if ("problem" in item) problems.push(item);
      else if ("skipped" in item) skipped.push(item);
      else {
        objects++;
        files.add(item.file);
        for (const finding of resource(item.resource)) findings.push(locate(finding, item));
        if (related(item.resource)) relatives.set(item.resource.urn, item);
      }
    }
  for (const finding of stack([...relatives.values()].map((manifest) => manifest.resource))) {
    const manifest = relatives.get(finding.resource.urn);
    if (manifest === undefined) problems.push({ problem: finding.message });
    else findings.push(locate(finding, manifest));
  }
  // Findings on relations came last; in a report they stand with their file.
  const ordered = [...groupedBy(findings, ({ resource: { file } }) => file).values()].flat();
  return { selection, findings: ordered, objects, files: files.size, skipped, problems };
}

/** Gives a finding its place in a file, and what is known of its policy. */
function locator({ policies, advisory }: Selection): (finding: Finding, manifest: Manifest) => ManifestFinding {
  const references = new Map<string, readonly string[]>(policies.map((policy) => [policy.id, policy.references]));
  return ({ policy, severity, status, path, containers, message, remediation }, manifest) => {
    const { apiVersion, kind, namespace, name, file, resource, lineOf } = manifest;
    return {
      policy,
      controls: references.get(policy) ?? [],
      severity,
      status,
      enforcement: advisory.has(policy) ? "advisory" : "mandatory",
      resource: { apiVersion, kind, namespace, name, type: resource.type, file, line: lineOf(path) },
      path,
      containers,
      message,
      remediation,
    };
  };
}
