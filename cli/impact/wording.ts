import { counted, noun } from "../reports/wording.js";
import type { Breakage, ImpactOutcome, ImpactReport } from "./report.js";

/** What the report comes to, in a sentence. */
export function verdictOf({ breakages, notInspected }: ImpactReport, outcome: ImpactOutcome): string {
  const left = notInspected.length > 0 ? " Not everything could be judged." : "";
  if (outcome === "incomplete") return "Not asked completely: what could not be asked may break as well.";
  if (outcome === "clean")
    return notInspected.length > 0 ? `Nothing found that would break.${left}` : "Nothing would break.";
  return `Not ready to enforce: ${counted(objectCount(breakages), "object")} would be hit.${left}`;
}

/** Objects that are named, each once; a quota is one. */
const objectCount = (breakages: readonly Breakage[]): number =>
  new Set(
    breakages.flatMap(({ namespace, objects, message }) =>
      (objects.length === 0 ? [message] : objects).map((object) => `${namespace ?? ""} ${object}`),
    ),
  ).size;

/** What was asked. */
export function askedOf({ asked, enforced }: ImpactReport): string {
  const { objects, policies, namespaces } = asked;
  const already =
    enforced.length === 0
      ? ""
      : ` ${counted(enforced.length, "policy", "policies")} ${noun(enforced.length, "refuses", "refuse")} already.`;
  return `Asked about ${counted(objects, "object")} by dry run: ${counted(policies, "policy", "policies")} and ${counted(namespaces, "namespace")} in audit mode.${already}`;
}

export const clusterOf = ({ cluster: { context, server, version } }: ImpactReport): string =>
  `Cluster ${context} (${server}, Kubernetes ${version})`;

/** `Deployment api, web; Job nightly`, the rest counted. */
export function objectsOf(objects: readonly string[], most: number): string {
  const byKind = new Map<string, string[]>();
  for (const object of objects.slice(0, most)) {
    const space = object.indexOf(" ");
    const names = byKind.get(object.slice(0, space)) ?? [];
    byKind.set(object.slice(0, space), [...names, object.slice(space + 1)]);
  }
  const shown = [...byKind].map(([kind, names]) => `${kind} ${names.join(", ")}`).join("; ");
  return objects.length > most ? `${shown}; and ${objects.length - most} more` : shown;
}
