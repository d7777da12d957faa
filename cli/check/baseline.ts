import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fingerprintsOf, withoutPositions } from "./fingerprint.js";
import { projectPaths, projectRoot } from "./project-path.js";
import { type CheckReport, type LocatedFinding, resourceTitle } from "./report.js";

/** A violation that somebody has accepted for the time being. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly policy: string;
  /** For people, e.g. `Deployment shop/web`. */
  readonly resource: string;
  readonly file: string;
  /** Offending fields, without positions in lists; as often as they offend. */
  readonly paths: readonly string[];
  readonly containers: readonly string[];
}

/** Violations that were there before. */
export interface Baseline {
  /** Where it was read from. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

/** What a comparison with a baseline came to. */
export interface BaselineComparison {
  readonly file: string;
  /** Violations that the baseline has as well. */
  readonly known: number;
  /** Violations that it has not. */
  readonly new: number;
  /** What was looked for and not found again. */
  readonly gone: readonly BaselineEntry[];
  /** Entries of policies that are off now, or of files that were not looked at or could not be read. */
  readonly notJudged: number;
}

/**
 * Marks what the baseline has. A violation with one more offending field or container than its entry is new: an old one
 * must not hide it.
 */
export function compared(report: CheckReport, { file, entries }: Baseline): CheckReport {
  const byFingerprint = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const fingerprints = fingerprintsOf(report.findings);
  const findings = report.findings.map((finding, index): LocatedFinding => {
    if (finding.status !== "violation") return finding;
    const entry = byFingerprint.get(fingerprints[index] ?? "");
    return { ...finding, inBaseline: entry !== undefined && covers(entry, finding) };
  });
  const violations = findings.filter(({ status }) => status === "violation");
  const known = violations.filter(({ inBaseline }) => inBaseline).length;
  const missing = missingOf(report, entries);
  return { ...report, findings, baseline: { file, known, new: violations.length - known, ...missing } };
}

/** What is exempt now, or cannot be decided, has not gone. */
function missingOf(
  { findings, selection, problems, judgedFiles }: CheckReport,
  entries: readonly BaselineEntry[],
): Pick<BaselineComparison, "gone" | "notJudged"> {
  const present = new Set(fingerprintsOf(findings.map((finding) => ({ ...finding, status: "violation" }))));
  const missing = entries.filter(({ fingerprint }) => !present.has(fingerprint));
  const judged = new Set(selection.policies.map(({ id }) => id));
  const pathOf = projectPaths();
  const unread = new Set(problems.map(({ file }) => file && pathOf(file)));
  const looked = judgedFiles === undefined ? undefined : new Set([...judgedFiles].map(pathOf));
  const root = projectRoot(process.cwd());
  const lookedAt = ({ file }: BaselineEntry): boolean =>
    !unread.has(file) && (looked === undefined || looked.has(file) || !existsSync(resolve(root, file)));
  const gone = missing.filter((entry) => judged.has(entry.policy) && lookedAt(entry));
  return { gone, notJudged: missing.length - gone.length };
}

function covers(entry: BaselineEntry, finding: LocatedFinding): boolean {
  const left = [...entry.paths];
  const known = fieldsOf(finding).every((path) => {
    const at = left.indexOf(path);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return known && finding.containers.every((container) => entry.containers.includes(container));
}

/** None where the whole object is meant. */
const fieldsOf = ({ path, paths = [path] }: LocatedFinding): readonly string[] =>
  paths
    .filter((field) => field !== "")
    .map(withoutPositions)
    .sort();

/** The violations of a report, in an order that changes little when the report does. */
export function baselineEntries(report: CheckReport): readonly BaselineEntry[] {
  const pathOf = projectPaths();
  const fingerprints = fingerprintsOf(report.findings);
  const entries = report.findings.flatMap((finding, index): BaselineEntry[] => {
    const { policy, status, resource, containers } = finding;
    if (status !== "violation") return [];
    return [
      {
        fingerprint: fingerprints[index] ?? "",
        policy,
        resource: resourceTitle(finding),
        file: pathOf(resource.file),
        paths: fieldsOf(finding),
        containers: [...containers].sort(),
      },
    ];
  });
  const key = ({ file, resource, policy, fingerprint }: BaselineEntry): string =>
    [file, resource, policy, fingerprint].join("\0");
  return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
