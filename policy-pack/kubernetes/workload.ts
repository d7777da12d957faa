import type { Path } from "../edit.js";
import { type Plain, UnknownRead } from "../unknown.js";
import { child, type KubernetesObject, UNKNOWN_KIND } from "./object.js";
import { type PodMetadata, type PodSpec, podMetadata, podSpec } from "./pod-spec.js";
import { isBuiltIn, type PodTemplatePath, type PodTemplates, podTemplatePaths } from "./pod-templates.js";

/** One pod or pod template inside a resource. Reading `pod` or `metadata` raises `UnknownRead` where it is unknown. */
export interface Workload {
  readonly kind: string;
  /** Path of the pod spec, e.g. `spec.template.spec`. */
  readonly path: string;
  /** The same as keys. */
  readonly at: Path;
  /** A server-side apply patch: what is absent is left as it is, not unset. */
  readonly partial: boolean;
  readonly pod: PodSpec;
  readonly metadata: PodMetadata;
}

/** The workloads in an object; none where its kind bears no pod, or where this object of a custom kind has none. */
export function workloadsOf(object: KubernetesObject, kinds: PodTemplates): readonly Workload[] {
  // An item of unknown kind might bear a pod: it leaves every policy undecided when it is read.
  if (object.key === UNKNOWN_KIND) return [workloadAt(object, { path: "spec", at: ["spec"], read: () => object.data })];
  const paths = podTemplatePaths(kinds, object.key);
  if (paths.length === 0) return NONE;
  const places = paths.flatMap((steps) => placesOf(() => object.data, steps));
  // A custom kind may use one of several paths, or refer to a workload elsewhere.
  const used = isBuiltIn(object.key) ? places : places.filter(mayHavePod);
  return used.map((place) => workloadAt(object, place));
}

const NONE: readonly Workload[] = [];

/** What has the pod's `metadata` and `spec`. */
interface Place {
  /** Path of the pod spec in the object. */
  readonly path: string;
  readonly at: Path;
  readonly read: () => unknown;
}

/** The places that a path leads to; where its `*` meets an unknown value, one that raises when it is read. */
function placesOf(read: () => unknown, steps: PodTemplatePath, before = "", outside: Path = []): readonly Place[] {
  const star = steps.indexOf("*");
  if (star < 0) {
    const path = [before, ...steps, "spec"].filter(Boolean).join(".");
    return [{ path, at: [...outside, ...steps, "spec"], read: descend(read, steps) }];
  }
  const at = [...outside, ...steps.slice(0, star)];
  const path = [before, ...steps.slice(0, star)].filter(Boolean).join(".");
  const rest = steps.slice(star + 1);
  let parent: unknown;
  try {
    parent = descend(read, steps.slice(0, star))();
  } catch (error) {
    if (!(error instanceof UnknownRead)) throw error;
    return [{ path, at, read: raising(error) }];
  }
  if (typeof parent !== "object" || parent === null) return [];
  const within = parent as Plain;
  return Object.keys(within).flatMap((key) =>
    Array.isArray(parent)
      ? placesOf(() => within[key], rest, `${path}[${key}]`, [...at, Number(key)])
      : placesOf(() => within[key], rest, `${path}.${key}`, [...at, key]),
  );
}

const descend =
  (read: () => unknown, steps: PodTemplatePath): (() => unknown) =>
  () =>
    steps.reduce<unknown>(child, read());

const raising = (error: UnknownRead) => (): never => {
  throw error;
};

function mayHavePod({ read }: Place): boolean {
  try {
    return child(read(), "spec") !== undefined;
  } catch (error) {
    if (error instanceof UnknownRead) return true;
    throw error;
  }
}

function workloadAt(object: KubernetesObject, place: Place): Workload {
  const read = <T>(key: string, shape: (value: unknown) => T | undefined): (() => T | Record<string, never>) =>
    once(() => shape(child(place.read(), key)) ?? {});
  const pod = read("spec", podSpec);
  const metadata = read("metadata", podMetadata);
  return {
    kind: object.kind,
    path: `${object.prefix}${place.path}`,
    get at() {
      return [...object.at, ...place.at];
    },
    partial: object.partial,
    get pod() {
      return pod();
    },
    get metadata() {
      return metadata();
    },
  };
}

/** Computes at the first call; a value that is unknown stays unknown. */
function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | { readonly unknown: UnknownRead } | undefined;
  return () => {
    if (result === undefined) {
      try {
        result = { value: compute() };
      } catch (error) {
        if (!(error instanceof UnknownRead)) throw error;
        result = { unknown: error };
      }
    }
    if ("unknown" in result) throw result.unknown;
    return result.value;
  };
}
