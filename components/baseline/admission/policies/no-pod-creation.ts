import { powerPolicy } from "../cel/powers.js";

export const noPodCreation = powerPolicy(
  "no-pod-creation",
  [{ verbs: ["create"], group: "", resource: "pods", named: "excused" }],
  "must not allow creating pods",
  "leave the creation of pods to controllers",
);
