import { eachContainer, IS_WINDOWS, podPolicy } from "../cel/pods.js";

/** A pod's id that is too low is wrong even where no container takes it. */
const isWrong = (field: string): string => {
  const ofPod = `variables.pod.?securityContext.?${field}`;
  const own = `c.?securityContext.?${field}`;
  return (
    `!(${IS_WINDOWS}) && (${own}.or(${ofPod}).orValue(-1) < variables.minimumRunAsId || ` +
    `${ofPod}.orValue(variables.minimumRunAsId) < variables.minimumRunAsId)`
  );
};

export const requireRunAsIds = podPolicy({
  id: "require-run-as-ids",
  settings: ["minimumRunAsId"],
  checks: ["runAsUser", "runAsGroup"].map((field) =>
    eachContainer(isWrong(field), `must set securityContext.${field}, not below the minimum`),
  ),
  fix: "set runAsUser and runAsGroup on the pod, e.g. to 65532",
  optional: true,
});
