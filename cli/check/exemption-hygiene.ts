import type { ExemptionBook, LocatedProblem } from "../../policy-pack/exemptions/book.js";
import { EXEMPTION_TYPE } from "../../policy-pack/exemptions/code.js";
import { hygieneFinding } from "../../policy-pack/exemptions/hygiene.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { Subject } from "../sources/subject.js";
import type { LocatedFinding } from "./report.js";

/**
 * What is wrong with the exemptions of a run, each where it is stated.
 *
 * @param stating the resources that state exemptions, by their URN.
 * @param isComplete whether everything could be looked at.
 */
export function hygieneFindings(
  exemptions: ExemptionBook,
  { policies }: Selection,
  stating: ReadonlyMap<string, Subject>,
  isComplete: boolean,
): LocatedFinding[] {
  // Most sources tell of no deletion, so that nothing could have matched.
  const ids = new Set(policies.filter(({ subject }) => subject !== "deletion").map(({ id }) => id));
  // What an exemption is for may be where nobody could look.
  const unused = isComplete ? exemptions.unused((id) => ids.has(id)) : [];
  return [...exemptions.problems, ...unused].map((problem) => {
    const { rule, statedAt, exemption, urn = "", path = "" } = problem;
    const { policy, severity, status, containers, message, remediation } = hygieneFinding(problem, NOWHERE);
    const resource = placed(problem, stating.get(urn)) ?? statementAt(statedAt, exemption?.policies);
    return {
      policy,
      controls: [],
      severity,
      status,
      enforcement: rule.level,
      resource,
      path,
      containers,
      message,
      remediation,
    };
  });
}

const NOWHERE = { type: EXEMPTION_TYPE, urn: "", name: "" };

/** The resource that states the exemption. */
function placed({ path = "" }: LocatedProblem, subject: Subject | undefined): LocatedFinding["resource"] | undefined {
  if (subject === undefined) return undefined;
  const { apiVersion, kind, namespace, name, urn, file, resource, lineOf } = subject;
  return { apiVersion, kind, namespace, name, type: resource.type, urn, file, line: lineOf(path) };
}

/** A place such as `exemptions.yaml:12`, for exemptions that no resource states. */
export function statementAt(statedAt: string, policies: readonly string[] = []): LocatedFinding["resource"] {
  const [, file = statedAt, line] = /^(.*):(\d+)$/.exec(statedAt) ?? [];
  return {
    ...{ apiVersion: "", kind: "Exemption", name: policies.join(", "), type: EXEMPTION_TYPE, file },
    line: line === undefined ? undefined : Number(line),
  };
}
