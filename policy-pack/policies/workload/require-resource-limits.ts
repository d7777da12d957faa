import { eachLastingContainer } from "../../kubernetes/containers.js";
import { hasLimit } from "../../kubernetes/resources.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, resource policies; Kubescape C-0270 and C-0271. */
export const requireResourceLimits = definePolicy({
  id: "require-resource-limits",
  title: "Containers must have limits of CPU and memory",
  rationale: "One container without a limit can take a whole node away from all others on it.",
  remediation:
    "Set resources.limits.cpu and resources.limits.memory. Where throttling hurts more than it protects, set requireCpu to false.",
  fix: "set resources.limits",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-12"],
  settings: {
    requireCpu: {
      type: "boolean",
      default: true,
      description: "Whether CPU needs a limit, which throttles; memory always does.",
    },
  },
  examples: {
    good: [
      {
        name: "both",
        spec: { containers: [{ name: "app", resources: { limits: { cpu: "500m", memory: "128Mi" } } }] },
      },
      {
        name: "memory only, where that is enough",
        settings: { requireCpu: false },
        spec: { containers: [{ name: "app", resources: { limits: { memory: "128Mi" } } }] },
      },
      {
        name: "limits of the whole pod",
        spec: { resources: { limits: { cpu: "1", memory: "1Gi" } }, containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "requests only",
        spec: { containers: [{ name: "app", resources: { requests: { cpu: "1", memory: "1Gi" } } }] },
        message:
          'container "app" must set resources.limits.memory (spec.containers[0]); container "app" must set resources.limits.cpu (spec.containers[0]). Fix: set resources.limits.',
      },
      {
        name: "no memory, where CPU is free",
        settings: { requireCpu: false },
        spec: {
          initContainers: [{ name: "setup", resources: { limits: { cpu: "1" } } }],
          containers: [{ name: "app", resources: { limits: { memory: "1Gi" } } }],
        },
        message:
          'container "setup" must set resources.limits.memory (spec.initContainers[0]). Fix: set resources.limits.',
      },
    ],
  },
  subject: "workload",
  check: (workload, context, { requireCpu }) =>
    eachLastingContainer(
      workload,
      (container) =>
        hasLimit(workload, context, container, "memory") ? undefined : { missing: "must set resources.limits.memory" },
      (container) =>
        !requireCpu || hasLimit(workload, context, container, "cpu")
          ? undefined
          : { missing: "must set resources.limits.cpu" },
    ),
});
