import { UnknownRead } from "../unknown.js";
import { attempt, type Verdict } from "../verdict.js";
import { type Breach, offenceOf, shownName } from "./breach.js";
import type { Container, PodSpec, Volume } from "./pod-spec.js";
import type { Workload } from "./workload.js";

const LASTING_LISTS = ["initContainers", "containers"] as const;
const CONTAINER_LISTS = [...LASTING_LISTS, "ephemeralContainers"] as const;

/** Asks every init, regular and ephemeral container every question. */
export function eachContainer(workload: Workload, ...questions: ((container: Container) => Breach)[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const list of CONTAINER_LISTS) askItems(verdicts, workload, list, "container", questions, nameOfContainer);
  return verdicts;
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
  const verdicts: Verdict[] = [];
  for (const question of questions)
    try {
      const breach = question(workload.pod);
      if (breach === undefined) continue;
      const found = offenceOf("pod", undefined, workload.path, breach, () => workload.at);
      if (found !== undefined) verdicts.push(found);
    } catch (error) {
      verdicts.push(undecided(error));
    }
  return verdicts;
}

/** Asks the value of every annotation of the pod whose key is the prefix and a container's name. */
export function annotationVerdicts(
  workload: Workload,
  prefix: string,
  question: (value: string, key: string) => Breach,
): readonly Verdict[] {
  return attemptAll(() => {
    const { annotations } = workload.metadata;
    if (annotations === undefined) return NONE;
    const path = workload.path.replace(/spec$/, "metadata.annotations");
    const keys = () => [...workload.at.slice(0, -1), "metadata", "annotations"];
    return Object.keys(annotations)
      .filter((key) => key.startsWith(prefix))
      .sort()
      .flatMap((key) =>
        attempt(() =>
          offenceOf("container", () => key.slice(prefix.length), path, question(annotations[key] ?? "", key), keys),
        ),
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
        const path = `${workload.path}.${list}[${index}]`;
        const found = offenceOf(
          subject,
          () => nameOf(item),
          path,
          breach,
          () => [...workload.at, list, index],
        );
        if (found !== undefined) verdicts.push(found);
      } catch (error) {
        verdicts.push(undecided(error));
      }
}

function undecided(error: unknown): Verdict {
  if (error instanceof UnknownRead) return { unknown: error.path };
  throw error;
}
