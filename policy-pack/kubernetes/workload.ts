import { UnknownRead } from "../unknown.js";
import { child, type KubernetesObject, UNKNOWN_KIND } from "./object.js";
import { type PodMetadata, type PodSpec, podMetadata, podSpec } from "./pod-spec.js";
import type { PodTemplates } from "./pod-templates.js";

/** One pod or pod template inside a resource. Reading `pod` or `metadata` raises `UnknownRead` where it is unknown. */
export interface Workload {
  readonly kind: string;
  /** Path of the pod spec, e.g. `spec.template.spec`. */
  readonly path: string;
  /** A server-side apply patch: what is absent is left as it is, not unset. */
  readonly partial: boolean;
  readonly pod: PodSpec;
  readonly metadata: PodMetadata;
}

/** The workload in an object; `undefined` where its kind bears no pod. */
export function workloadOf(object: KubernetesObject, kinds: PodTemplates): Workload | undefined {
  // An item of unknown kind might bear a pod: it leaves every policy undecided when it is read.
  const steps = object.key === UNKNOWN_KIND ? [] : Object.hasOwn(kinds, object.key) ? kinds[object.key] : undefined;
  if (steps === undefined) return undefined;
  const read = <T>(key: string, shape: (value: unknown) => T | undefined): (() => T | Record<string, never>) =>
    once(() => shape(child(steps.reduce<unknown>(child, object.data), key)) ?? {});
  const pod = read("spec", podSpec);
  const metadata = read("metadata", podMetadata);
  return {
    kind: object.kind,
    path: `${object.prefix}${[...steps, "spec"].join(".")}`,
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
