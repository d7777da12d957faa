import { eachLastingContainer, podPolicy } from "../cel/pods.js";
import { lacks } from "../cel/resources.js";

export const requireResourceLimits = podPolicy({
  id: "require-resource-limits",
  settings: ["limitsCpu"],
  checks: [
    eachLastingContainer(lacks("memory", ["limits"]), "must set resources.limits.memory"),
    eachLastingContainer(`variables.limitsCpu && ${lacks("cpu", ["limits"])}`, "must set resources.limits.cpu"),
  ],
  fix: "set resources.limits",
});
