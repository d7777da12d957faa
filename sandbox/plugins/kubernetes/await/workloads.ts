import { conditionOf, failed, isObserved, observed, READY, type ReadinessCheck, waiting } from "./readiness.js";

const pods = (ready: number, wanted: number): string => `(${ready}/${wanted} Pods available)`;

export const deployment: ReadinessCheck = (live) => {
  const object = observed(live);
  const { spec, status } = object;
  const wanted = spec.replicas ?? 1;
  const progress = conditionOf(object, "Progressing");
  if (isObserved(object) && progress?.status === "False") return failed(`[${progress.reason}] ${progress.message}`);
  const available = status.availableReplicas ?? 0;
  const done =
    isObserved(object) &&
    (status.updatedReplicas ?? 0) >= wanted &&
    available >= wanted &&
    (status.replicas ?? 0) <= (status.updatedReplicas ?? 0);
  if (done) return { ...READY, message: "Deployment initialization complete" };
  const refused = conditionOf(object, "ReplicaFailure");
  if (refused?.status === "True") return waiting(`[${refused.reason}] ${refused.message}`);
  return waiting(`Waiting for app ReplicaSet to be available ${pods(available, wanted)}`);
};

export const statefulSet: ReadinessCheck = (live) => {
  const object = observed(live);
  const { spec, status } = object;
  const wanted = spec.replicas ?? 1;
  const ready = status.readyReplicas ?? 0;
  const updated =
    spec.updateStrategy?.type === "OnDelete" ||
    status.currentRevision === status.updateRevision ||
    (status.updatedReplicas ?? 0) >= wanted;
  if (isObserved(object) && ready >= wanted && updated)
    return { ...READY, message: "StatefulSet initialization complete" };
  return waiting(`Waiting for StatefulSet to be ready ${pods(ready, wanted)}`);
};

export const daemonSet: ReadinessCheck = (live) => {
  const object = observed(live);
  const wanted = object.status.desiredNumberScheduled ?? 0;
  const available = object.status.numberAvailable ?? 0;
  const updated =
    (object.status.updatedNumberScheduled ?? 0) >= wanted || object.spec.updateStrategy?.type === "OnDelete";
  if (isObserved(object) && available >= wanted && updated) return READY;
  return waiting(`Waiting for DaemonSet to be available ${pods(available, wanted)}`);
};

export const job: ReadinessCheck = (live) => {
  const object = observed(live);
  const end = conditionOf(object, "Failed");
  if (end?.status === "True") return failed(`[${end.reason}] ${end.message}`);
  if (conditionOf(object, "Complete")?.status === "True") return READY;
  return waiting(
    `Waiting for Job to finish (${object.status.succeeded ?? 0}/${object.spec.completions ?? 1} Pods succeeded)`,
  );
};

export const pod: ReadinessCheck = (live) => {
  const object = observed(live);
  if (object.status.phase === "Succeeded" || conditionOf(object, "Ready")?.status === "True") return READY;
  if (object.status.phase === "Failed") return failed("the Pod has failed");
  const unscheduled = conditionOf(object, "PodScheduled");
  if (unscheduled?.status === "False") return waiting(`[${unscheduled.reason}] ${unscheduled.message}`);
  return waiting("Waiting for Pod to be ready");
};
