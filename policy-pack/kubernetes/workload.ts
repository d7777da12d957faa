import { type Plain, UnknownRead } from "../unknown.js";
import { type PodMetadata, type PodSpec, podMetadata, podSpec } from "./pod-spec.js";

/** Every kind of the Kubernetes API that carries a pod, and the path of what has the pod's `metadata` and `spec`. */
export const POD_BEARING_KINDS = {
  Pod: [],
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
} as const satisfies Record<string, readonly string[]>;

export type PodBearingKind = keyof typeof POD_BEARING_KINDS;

/** One pod or pod template inside a resource. Reading `pod` or `metadata` raises `UnknownRead` where it is unknown. */
export interface Workload {
  readonly kind: PodBearingKind;
  /** Path of the pod spec, e.g. `spec.template.spec`. */
  readonly path: string;
  /** A server-side apply patch: what is absent is left as it is, not unset. */
  readonly partial: boolean;
  readonly pod: PodSpec;
  readonly metadata: PodMetadata;
}

/**
 * `kubernetes:apps/v1:Deployment`, its `DeploymentPatch` and `DeploymentList`, in any version of a built-in group.
 * `kubernetes:v1:Pod` is what a CustomResource with apiVersion `v1` and kind `Pod` registers.
 */
const TOKEN = /^kubernetes:(?:(?:core|apps|batch|extensions)\/)?v\d[^/:]*:([A-Za-z]*?)(Patch|List|ListPatch)?$/;

const isKind = (kind: unknown): kind is PodBearingKind =>
  typeof kind === "string" && Object.hasOwn(POD_BEARING_KINDS, kind);

/** The workloads in a resource; none where the type bears no pods. One entry, except for lists. */
export function workloadsOf(type: string, props: Plain): readonly Workload[] {
  const [, kind = "", suffix = ""] = TOKEN.exec(type) ?? [];
  const partial = suffix.endsWith("Patch");
  if (!suffix.startsWith("List")) return isKind(kind) ? [workloadAt(kind, () => props, "", partial)] : [];
  if (kind !== "" && !isKind(kind)) return [];
  const items = child(props, "items");
  if (!Array.isArray(items)) return [];
  return Array.from(items.keys()).flatMap((index) => {
    const item = (): unknown => items[index];
    const path = `items[${index}].`;
    if (kind !== "") return isKind(kind) ? [workloadAt(kind, item, path, partial)] : [];
    try {
      const itemKind = child(item(), "kind");
      return isKind(itemKind) ? [workloadAt(itemKind, item, path, partial)] : [];
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      // It might bear pods: a workload that cannot be read leaves every policy undecided.
      const unreadable = (): never => {
        throw error;
      };
      return [workloadAt("Pod", unreadable, path, partial)];
    }
  });
}

function workloadAt(kind: PodBearingKind, item: () => unknown, prefix: string, partial: boolean): Workload {
  const steps: readonly string[] = POD_BEARING_KINDS[kind];
  const read = <T>(key: string, shape: (value: unknown) => T | undefined): (() => T | Record<string, never>) =>
    once(() => shape(child(steps.reduce<unknown>(child, item()), key)) ?? {});
  const pod = read("spec", podSpec);
  const metadata = read("metadata", podMetadata);
  return {
    kind,
    path: `${prefix}${[...steps, "spec"].join(".")}`,
    partial,
    get pod() {
      return pod();
    },
    get metadata() {
      return metadata();
    },
  };
}

function child(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain)[key] : undefined;
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
