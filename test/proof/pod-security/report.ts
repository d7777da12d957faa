import type { Proof } from "./agreement.js";
import { type CheckCoverage, isCovered } from "./coverage.js";

/** Whether nothing disagreed and every check was met from both sides. */
export const isProven = ({ disagreement, coverage }: Proof): boolean =>
  disagreement === undefined && coverage.every(isCovered);

/** What the proof has shown, for a terminal of 80 columns. */
export function describeProof(proof: Proof, seed: number): string {
  const { authority, minors, pods, verdicts, seconds, coverage, disagreement } = proof;
  const count = (number: number): string => number.toLocaleString("en-US");
  return [
    `Our policies against k8s.io/pod-security-admission ${authority}, Kubernetes 1.${minors[0]} to 1.${minors[1]}`,
    "",
    `  ${"check".padEnd(30)}${"fail".padStart(12)}${"pass".padStart(12)}`,
    ...coverage.map((check) => coverageLine(check, pods)),
    "",
    `  pods           ${count(pods)} (seed ${seed})`,
    `  verdicts       ${count(verdicts)}`,
    `  disagreements  ${disagreement === undefined ? 0 : "1, the first"}`,
    `  time           ${seconds.toFixed(1)} s`,
    ...(disagreement === undefined ? [] : ["", describeDisagreement(disagreement)]),
  ].join("\n");
}

function coverageLine(coverage: CheckCoverage, pods: number): string {
  const { check, failed, passed, unseenChanges } = coverage;
  const share = (number: number): string => `${((100 * number) / Math.max(pods, 1)).toFixed(1)} %`.padStart(12);
  const changes = unseenChanges.map((minor) => `1.${minor}`).join(", ");
  const gap = changes === "" ? "never both" : `change of ${changes} not met`;
  return `  ${check.padEnd(30)}${share(failed)}${share(passed)}${isCovered(coverage) ? "" : `  ${gap}`}`;
}

const describeDisagreement = ({ check, level, minor, ours, theirs, index, pod }: NonNullable<Proof["disagreement"]>) =>
  [
    `Pod ${index}, ${check} at level ${level} of Kubernetes 1.${minor}:`,
    `  ours    ${ours}`,
    `  theirs  ${theirs}`,
    JSON.stringify(pod, null, 2),
  ].join("\n");
