import { type CheckReport, countBy, type LocatedFinding, type Outcome, SEVERITIES } from "../check/report.js";

export const noun = (count: number, singular: string, plural = `${singular}s`): string =>
  count === 1 ? singular : plural;

/** `3 violations`. */
export const counted = (count: number, singular: string, plural?: string): string =>
  `${count} ${noun(count, singular, plural)}`;

/** Every message ends with what to do: what is wrong, and that. */
export function partsOf(message: string): readonly [string, string?] {
  const at = message.lastIndexOf(" Fix: ");
  return at < 0 ? [message] : [message.slice(0, at), message.slice(at + 1)];
}

export const placeOf = (file = "", line?: number): string => (line === undefined ? file : `${file}:${line}`);

/** The verdict in a sentence. */
export function verdictOf({ objects, baseline, findings }: CheckReport, outcome: Outcome): string {
  // What nobody has looked at has not passed.
  const open = findings.some(({ status }) => status === "not-inspected" || status === "undecided");
  if (outcome === "clean" && open) return "Nothing failed, but not everything could be judged.";
  if (outcome === "clean") return baseline === undefined ? "Passed." : "Passed: nothing new.";
  if (outcome === "findings") return baseline === undefined ? "Failed." : "Failed: there are new findings.";
  return objects === 0 ? "Not checked: there is no Kubernetes object here." : "Not checked completely.";
}

/** What the findings come to: `No violations.`, or their number and how bad they are. */
export function violationsOf({ findings, baseline }: CheckReport): string {
  const violations = findings.filter(({ status }) => status === "violation");
  if (violations.length === 0) return "No violations.";
  const by = countBy(violations, ({ severity }) => severity);
  const counts = SEVERITIES.filter((severity) => by[severity] !== undefined).map(
    (severity) => `${by[severity]} ${severity}`,
  );
  const known = baseline === undefined ? "" : `; ${baseline.new} new, ${baseline.known} in the baseline`;
  return `${counted(violations.length, "violation")}: ${counts.join(", ")}${known}.`;
}

/** What was judged, and by what. */
export function judgedOf({ selection, objects, files }: CheckReport): string {
  const { policies, profile, context } = selection;
  return [
    `Judged: ${counted(objects, "object")} in ${counted(files, "file")}`,
    `by ${counted(policies.length, "policy", "policies")}`,
    `(profile ${profile}, Kubernetes 1.${context.kubernetesMinor}).`,
  ].join(" ");
}

/** What nobody has looked at, a sentence each; none where everything was seen. */
export function unseenOf({ findings, problems, skipped }: CheckReport): readonly string[] {
  const by = countBy(findings, ({ status }) => status);
  const told = (count: number | undefined, tell: (count: number) => string): readonly string[] =>
    count === undefined || count === 0 ? [] : [tell(count)];
  return [
    ...told(problems.length, (count) => `${counted(count, "place")} could not be read: nobody knows what is there.`),
    ...told(by.error, (count) => `${counted(count, "check")} failed and judged nothing.`),
    ...told(
      by["not-inspected"],
      (count) => `${counted(count, "place")} cannot be seen into and ${noun(count, "was", "were")} not inspected.`,
    ),
    ...told(
      by.undecided,
      (count) => `${counted(count, "verdict")} must wait for values that are known on deployment only.`,
    ),
    ...told(skipped.length, (count) => `${counted(count, "part")} ${noun(count, "was", "were")} skipped.`),
  ];
}

/** Who answers for an exempt finding, until when and why. */
export const exemptionOf = ({ exemption }: LocatedFinding): string =>
  exemption === undefined ? "Exempt." : `Exempt until ${exemption.expires} (${exemption.owner}): ${exemption.reason}`;

/** What has gone since the baseline was written; none where there is no baseline, or nothing has gone. */
export function goneOf({ baseline }: CheckReport): readonly string[] {
  if (baseline === undefined) return [];
  const { gone, notJudged } = baseline;
  return [
    ...(gone.length === 0
      ? []
      : [`${counted(gone.length, "finding")} of the baseline ${noun(gone.length, "is", "are")} gone: write it again.`]),
    ...(notJudged === 0
      ? []
      : [`${counted(notJudged, "finding")} of the baseline ${noun(notJudged, "was", "were")} not judged this time.`]),
  ];
}

/** New before known, what is broken before what nobody could judge, what is exempt last; in each the worst first. */
export const rankOf = ({ status, severity, inBaseline = false, enforcement }: LocatedFinding): number =>
  (status === "exempt" ? 300 : status === "violation" ? (inBaseline ? 200 : 0) : 100) +
  SEVERITIES.indexOf(severity) * 2 +
  (enforcement === "advisory" ? 1 : 0);
