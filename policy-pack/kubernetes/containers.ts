import { UnknownRead } from "../unknown.js";
import { attempt, type Offence, type Verdict } from "../verdict.js";
import type { Container, PodSpec, Volume } from "./pod-spec.js";
import type { Workload } from "./workload.js";

/**
 * The requirement that something breaks (`must not …`), or that it lacks (`{ missing: "must set …" }`); `at` is the
 * path of the field inside what is asked, e.g. `env[3].valueFrom.secretKeyRef`.
 */
export type Breach =
  | string
  | { readonly missing: string; readonly at?: string | undefined }
  | { readonly must: string; readonly at: string }
  | undefined;

const LASTING_LISTS = ["initContainers", "containers"] as const;
const CONTAINER_LISTS = [...LASTING_LISTS, "ephemeralContainers"] as const;

/** A DNS label, as the API server requires of names. Anything else might be a secret's value and is not shown. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Asks every init, regular and ephemeral container every question. */
export function eachContainer(workload: Workload, ...questions: ((container: Container) => Breach)[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const list of CONTAINER_LISTS) askItems(verdicts, workload, list, "container", questions, nameOfContainer);
  return verdicts;
}

/** Asks every init and regular container: for fields that the API server refuses in ephemeral ones. */
export function eachLastingContainer(
  workload: Workload,
  ...questions: ((container: Container) => Breach)[]
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const list of LASTING_LISTS) askItems(verdicts, workload, list, "container", questions, nameOfContainer);
  return verdicts;
}

/** Asks every volume. */
export function eachVolume(workload: Workload, question: (volume: Volume) => Breach): Verdict[] {
  const verdicts: Verdict[] = [];
  askItems(verdicts, workload, "volumes", "volume", [question], (volume) => volume.name.name);
  return verdicts;
}

const nameOfContainer = (container: Container): string | undefined => container.name;

/** Asks the pod itself. */
export function onPod(workload: Workload, ...questions: ((pod: PodSpec) => Breach)[]): Verdict[] {
  return questions.flatMap((question) =>
    attempt(() => offence("pod", undefined, workload.path, question(workload.pod))),
  );
}

/** Asks the value of every annotation of the pod whose key is the prefix and a container's name. */
export function annotationVerdicts(
  workload: Workload,
  prefix: string,
  question: (value: string) => Breach,
): readonly Verdict[] {
  const path = workload.path.replace(/spec$/, "metadata.annotations");
  return attemptAll(() => {
    const annotations = workload.metadata.annotations ?? {};
    return Object.keys(annotations)
      .filter((key) => key.startsWith(prefix))
      .sort()
      .flatMap((key) =>
        attempt(() => offence("container", () => key.slice(prefix.length), path, question(annotations[key] ?? ""))),
      );
  });
}

function attemptAll(step: () => readonly Verdict[]): readonly Verdict[] {
  try {
    return step();
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
}

function askItems<L extends (typeof CONTAINER_LISTS)[number] | "volumes", T = NonNullable<PodSpec[L]>[number]>(
  verdicts: Verdict[],
  workload: Workload,
  list: L,
  subject: string,
  questions: readonly ((item: T) => Breach)[],
  nameOf: (item: T) => string | undefined,
): void {
  let items: readonly T[] | undefined;
  try {
    items = workload.pod[list] as readonly T[] | undefined;
  } catch (error) {
    verdicts.push(undecided(error));
    return;
  }
  if (items === undefined) return;
  for (let index = 0; index < items.length; index++)
    for (const question of questions)
      try {
        const item = items[index];
        // A hole: an item of a wrong type, which the API server refuses.
        const breach = item === undefined ? undefined : question(item);
        if (item === undefined || breach === undefined) continue;
        const found = offence(subject, () => nameOf(item), `${workload.path}.${list}[${index}]`, breach);
        if (found !== undefined) verdicts.push(found);
      } catch (error) {
        verdicts.push(undecided(error));
      }
}

function undecided(error: unknown): Verdict {
  if (error instanceof UnknownRead) return { unknown: error.path };
  throw error;
}

function offence(
  subject: string,
  name: (() => string | undefined) | undefined,
  path: string,
  breach: Breach,
): Offence | undefined {
  if (breach === undefined) return undefined;
  if (typeof breach === "string") return { subject, name: shownName(name), path, requirement: breach };
  const missing = "missing" in breach;
  return {
    subject,
    name: shownName(name),
    path: breach.at === undefined ? path : `${path}.${breach.at}`,
    requirement: missing ? breach.missing : breach.must,
    missing,
  };
}

function shownName(name: (() => string | undefined) | undefined): string | undefined {
  try {
    const value = name?.();
    return value !== undefined && NAME.test(value) ? value : undefined;
  } catch (error) {
    // An unknown name must not hide an offence that is certain.
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}
