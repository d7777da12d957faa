import { setTimeout as sleep } from "node:timers/promises";
import { type JsonMap, mapAt, stringAt } from "../../provider/values.js";
import { type ObjectApi, type ObjectReference, referenceOf } from "../api.js";
import { ApiError } from "../connection.js";
import { groupKind } from "../immutable-fields.js";
import { conditionOf, observed, READY, type Readiness, type ReadinessCheck, waiting } from "./readiness.js";
import { daemonSet, deployment, job, pod, statefulSet } from "./workloads.js";

const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

const service: ReadinessCheck = async (live, api) => {
  const { metadata, spec, status } = observed(live);
  const selects = Object.keys(spec.selector ?? {}).length > 0;
  if (selects && spec.clusterIP !== "None" && spec.type !== "ExternalName") {
    const slices = await api.list(
      "discovery.k8s.io/v1",
      "EndpointSlice",
      metadata.namespace ?? "default",
      `kubernetes.io/service-name=${metadata.name}`,
    );
    const endpoints = slices.flatMap(
      ({ endpoints: list }) => (Array.isArray(list) ? list : []) as { conditions?: { ready?: boolean } }[],
    );
    if (!endpoints.some(({ conditions }) => conditions?.ready !== false))
      return waiting("Finding Pods to direct traffic to");
  }
  if (spec.type === "LoadBalancer" && !status.loadBalancer?.ingress?.length)
    return waiting("Waiting for a load balancer's address");
  return { ...READY, message: "Service initialization complete" };
};

const namespace: ReadinessCheck = (live) =>
  observed(live).status.phase === "Active" ? READY : waiting("Waiting for the namespace to be active");

const customResourceDefinition: ReadinessCheck = (live) =>
  conditionOf(observed(live), "Established")?.status === "True"
    ? READY
    : waiting("Waiting for the definition to be established");

const persistentVolumeClaim: ReadinessCheck = (live) =>
  observed(live).status.phase === "Bound" ? READY : waiting("Waiting for the claim to be bound");

const ingress: ReadinessCheck = (live) =>
  observed(live).status.loadBalancer?.ingress?.length ? READY : waiting("Waiting for a load balancer's address");

const resourceQuota: ReadinessCheck = (live) => {
  const { spec, status } = observed(live);
  return Object.entries(spec.hard ?? {}).every(([name, value]) => status.hard?.[name] === value)
    ? READY
    : waiting("Waiting for the quota's status");
};

interface Rule {
  readonly check: ReadinessCheck;
  readonly limit: number;
}

/** What is waited for, by group and kind, and for how long unless the program says otherwise. */
const RULES: Readonly<Record<string, Rule>> = {
  "/Namespace": { check: namespace, limit: 10 * MINUTE_MS },
  "/Pod": { check: pod, limit: 10 * MINUTE_MS },
  "/PersistentVolumeClaim": { check: persistentVolumeClaim, limit: 5 * MINUTE_MS },
  "/ResourceQuota": { check: resourceQuota, limit: MINUTE_MS },
  "/Service": { check: service, limit: 10 * MINUTE_MS },
  "apiextensions.k8s.io/CustomResourceDefinition": { check: customResourceDefinition, limit: 10 * MINUTE_MS },
  "apps/DaemonSet": { check: daemonSet, limit: 10 * MINUTE_MS },
  "apps/Deployment": { check: deployment, limit: 10 * MINUTE_MS },
  "apps/StatefulSet": { check: statefulSet, limit: 10 * MINUTE_MS },
  "batch/Job": { check: job, limit: 10 * MINUTE_MS },
  "networking.k8s.io/Ingress": { check: ingress, limit: 10 * MINUTE_MS },
};

/** An object exists, but is not ready; `live` is its last state. */
export class NotReady extends Error {
  override readonly name = "NotReady";
  constructor(
    readonly live: JsonMap,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}

export interface AwaitArgs {
  readonly api: ObjectApi;
  readonly reference: ObjectReference;
  /** The object as the server answered. */
  readonly live: JsonMap;
  /** Seconds from the program's customTimeouts; 0 for none. */
  readonly timeoutSeconds: number;
  readonly cancelled: AbortSignal;
  /** Told what is missing, each time that changes. */
  readonly onStatus: (message: string) => void;
}

/** Whether the object's author asked for no waiting: `true`, or `ready` to wait for its deletion only. */
const skipsReadiness = (object: JsonMap): boolean =>
  ["true", "ready"].includes(stringAt(mapAt(mapAt(object.metadata).annotations)["pulumi.com/skipAwait"]) ?? "");

const ruleFor = (object: JsonMap): Rule | undefined => {
  const { apiVersion, kind } = referenceOf(object);
  return skipsReadiness(object) ? undefined : RULES[groupKind(apiVersion, kind)];
};

/** What keeps an object from being ready at this moment; undefined for nothing. */
export async function notReadyNow(api: ObjectApi, live: JsonMap): Promise<string | undefined> {
  const readiness = await ruleFor(live)?.check(live, api);
  return readiness === undefined || readiness.state === "ready" ? undefined : readiness.message;
}

/** Milliseconds to wait: the annotation, else the program's customTimeouts, else `standard`. */
export function timeLimit(object: JsonMap, timeoutSeconds: number, standard: number): number {
  const annotated = Number(stringAt(mapAt(mapAt(object.metadata).annotations)["pulumi.com/timeoutSeconds"]));
  if (annotated > 0) return annotated * 1000;
  return timeoutSeconds > 0 ? timeoutSeconds * 1000 : standard;
}

/**
 * Waits until the object is ready.
 * @returns its state then. @throws NotReady when it fails, takes too long, or the run is cancelled.
 */
export async function untilReady({
  api,
  reference,
  live,
  timeoutSeconds,
  cancelled,
  onStatus,
}: AwaitArgs): Promise<JsonMap> {
  const { kind } = reference;
  const rule = ruleFor(live);
  if (rule === undefined) return live;
  const limit = timeLimit(live, timeoutSeconds, rule.limit);
  const end = Date.now() + limit;
  let current = live;
  let told = "";
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const readiness: Readiness = await rule.check(current, api);
    if (readiness.message !== undefined && readiness.message !== told) onStatus(readiness.message);
    told = readiness.message ?? told;
    if (readiness.state === "ready") return current;
    const name = `'${reference.name}'`;
    if (readiness.state === "failed") throw new NotReady(current, [`${kind} ${name} failed: ${readiness.message}`]);
    if (cancelled.aborted)
      throw new NotReady(current, [`Resource operation was cancelled for ${name}`, readiness.message]);
    if (Date.now() >= end)
      throw new NotReady(current, [
        `${kind} ${name} timed out after ${limit / 1000} s waiting to be ready`,
        readiness.message,
      ]);
    await sleep(pause, undefined, { signal: cancelled }).catch(() => {});
    current = (await api.get(reference)) ?? gone(reference);
  }
}

function gone({ kind, name }: ObjectReference): never {
  throw new ApiError(404, "NotFound", `${kind} "${name}" was deleted while it was waited for`);
}
