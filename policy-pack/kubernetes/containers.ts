import { UnknownRead } from "../unknown.js";
import { attempt, type Verdict } from "../verdict.js";
import { type Breach, offenceOf, shownName } from "./breach.js";
import type { Container, PodSpec, Volume } from "./pod-spec.js";
import type { Workload } from "./workload.js";

const LASTING_LISTS = ["initContainers", "containers"] as const;
const CONTAINER_LISTS = [...LASTING_LISTS, "ephemeralContainers"] as const;

/** Asks every init, regular and ephemeral container every question. */
export function eachContainer(workload: Workload, ...questions: ((container: Container) => Breach)[]): Verdict[] {
  return CONTAINER_LISTS.flatMap((list) => eachItem(workload, list, "container", questions));
}

/** Judges every container by a function of its own, which is given the container's path and shown name. */
export function withinContainers(
  workload: Workload,
  judge: (container: Container, path: string, name: () => string | undefined) => readonly Verdict[],
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const list of CONTAINER_LISTS)
    verdicts.push(
      ...eachOf(
        () => workload.pod[list],
        (container, index) =>
          judge(container, `${workload.path}.${list}[${index}]`, () => shownName(() => container.name)),
      ),
    );
  return verdicts;
}

/** Judges every item of a list; one that is unknown, or the list itself, hides no other verdict. */
export function eachOf<T>(
  read: () => readonly T[] | undefined,
  judge: (item: T, index: number) => readonly Verdict[],
): readonly Verdict[] {
  return attemptAll(() => {
    const items = read();
    if (items === undefined) return NONE;
    const verdicts: Verdict[] = [];
    for (let index = 0; index < items.length; index++)
      for (const verdict of attemptAll(() => {
        const item = items[index];
        return item === undefined ? NONE : judge(item, index);
      }))
        verdicts.push(verdict);
    return verdicts;
  });
}

const NONE: readonly Verdict[] = [];

/** Asks every init and regular container: for fields that the API server refuses in ephemeral ones. */
export function eachLastingContainer(
  workload: Workload,
  ...questions: ((container: Container) => Breach)[]
): Verdict[] {
  return LASTING_LISTS.flatMap((list) => eachItem(workload, list, "container", questions));
}

/** Asks every volume. */
export function eachVolume(workload: Workload, question: (volume: Volume) => Breach): Verdict[] {
  return eachItem(workload, "volumes", "volume", [question], (volume) => volume.name.name);
}

/** Asks the pod itself. */
export function onPod(workload: Workload, ...questions: ((pod: PodSpec) => Breach)[]): Verdict[] {
  return questions.flatMap((question) =>
    attempt(() => offenceOf("pod", undefined, workload.path, question(workload.pod))),
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
        attempt(() => offenceOf("container", () => key.slice(prefix.length), path, question(annotations[key] ?? ""))),
      );
  });
}

/** As `attempt`, for a step that has several verdicts. */
export function attemptAll(step: () => readonly Verdict[]): readonly Verdict[] {
  try {
    return step();
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
}

function eachItem<L extends (typeof CONTAINER_LISTS)[number] | "volumes", T = NonNullable<PodSpec[L]>[number]>(
  workload: Workload,
  list: L,
  subject: string,
  questions: readonly ((item: T) => Breach)[],
  nameOf: (item: T) => string | undefined = (item) => (item as { readonly name?: string }).name,
): Verdict[] {
  let items: readonly T[];
  try {
    items = (workload.pod[list] ?? []) as readonly T[];
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
  const verdicts: Verdict[] = [];
  for (let index = 0; index < items.length; index++) {
    const path = `${workload.path}.${list}[${index}]`;
    for (const question of questions)
      for (const verdict of attempt(() => {
        const item = items[index];
        // A hole: an item of a wrong type, which the API server refuses.
        if (item === undefined) return undefined;
        return offenceOf(subject, () => nameOf(item), path, question(item));
      }))
        verdicts.push(verdict);
  }
  return verdicts;
}
