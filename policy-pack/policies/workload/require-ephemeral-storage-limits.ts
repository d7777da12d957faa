import { eachLastingContainer } from "../../kubernetes/containers.js";
import { hasLimit } from "../../kubernetes/resources.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, resource policies, for the disk of the node. A limit is the request too. */
export const requireEphemeralStorageLimits = definePolicy({
  id: "require-ephemeral-storage-limits",
  title: "Containers must have a limit of ephemeral storage",
  rationale: "Logs and temporary files of one container fill the disk of its node, which then evicts all pods.",
  remediation: "Set resources.limits.ephemeral-storage to what the container writes beside its volumes.",
  fix: "set resources.limits.ephemeral-storage",
  topic: "workload",
  severity: "low",
  profile: "strict",
  references: ["NSA-NET-12"],
  examples: {
    good: [
      {
        name: "a limit",
        spec: { containers: [{ name: "app", resources: { limits: { "ephemeral-storage": "1Gi" } } }] },
      },
      {
        name: "an ephemeral container, which has no limits",
        spec: {
          containers: [{ name: "app", resources: { limits: { "ephemeral-storage": "1Gi" } } }],
          ephemeralContainers: [{ name: "debug" }],
        },
      },
    ],
    bad: [
      {
        name: "limits of other things",
        spec: { containers: [{ name: "app", resources: { limits: { cpu: "1", memory: "1Gi" } } }] },
        message:
          'container "app" must set resources.limits.ephemeral-storage (spec.containers[0]). Fix: set resources.limits.ephemeral-storage.',
      },
      {
        name: "a request only",
        spec: { containers: [{ name: "app", resources: { requests: { "ephemeral-storage": "1Gi" } } }] },
        message:
          'container "app" must set resources.limits.ephemeral-storage (spec.containers[0]). Fix: set resources.limits.ephemeral-storage.',
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    eachLastingContainer(workload, (container) =>
      hasLimit(workload, context, container, "ephemeral-storage")
        ? undefined
        : { missing: "must set resources.limits.ephemeral-storage" },
    ),
});
