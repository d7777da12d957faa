import type { JsonMap } from "../../provider/values.js";
import type { ObjectApi } from "../api.js";

/** Whether an object does what it is for, and if not, what is missing. */
export type Readiness =
  | { readonly state: "ready"; readonly message?: string }
  | { readonly state: "waiting"; readonly message: string }
  /** It will not become ready by waiting. */
  | { readonly state: "failed"; readonly message: string };

export type ReadinessCheck = (live: JsonMap, api: ObjectApi) => Readiness | Promise<Readiness>;

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The parts of objects that readiness reads (the kinds' `spec` and `status`). */
export interface Observed {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly generation?: number };
  readonly spec: {
    readonly replicas?: number;
    readonly completions?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;
    readonly clusterIP?: string;
    readonly type?: string;
    readonly updateStrategy?: { readonly type?: string };
    readonly hard?: Readonly<Record<string, string>>;
  };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly readyReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly phase?: string;
    readonly succeeded?: number;
    readonly hard?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    readonly loadBalancer?: { readonly ingress?: readonly unknown[] };
  };
}

/** @param live any object; absent parts read as empty. */
export const observed = (live: JsonMap): Observed => {
  const { metadata, spec = {}, status = {} } = live as unknown as Observed;
  return { metadata, spec, status };
};

export const conditionOf = ({ status }: Observed, type: string): Condition | undefined =>
  status.conditions?.find((condition) => condition.type === type);

export const READY: Readiness = { state: "ready" };
export const waiting = (message: string): Readiness => ({ state: "waiting", message });
export const failed = (message: string): Readiness => ({ state: "failed", message });

/** Whether the controller has seen the latest change. */
export const isObserved = ({ metadata, status }: Observed): boolean =>
  (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
