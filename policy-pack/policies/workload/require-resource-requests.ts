import { eachLastingContainer } from "../../kubernetes/containers.js";
import { hasRequest } from "../../kubernetes/resources.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, resource policies: what a quota of the namespace demands of every container. */
export const requireResourceRequests = definePolicy({
  id: "require-resource-requests",
  title: "Containers must request CPU and memory",
  rationale: "A container that requests nothing is put on a full node, and is the first that is killed there.",
  remediation: "Set resources.requests.cpu and resources.requests.memory to what the process uses.",
  fix: "set resources.requests to what the process uses",
  topic: "workload",
  severity: "low",
  profile: "restricted",
  references: ["NSA-NET-12"],
  examples: {
    good: [
      {
        name: "both, as text and as a number",
        spec: { containers: [{ name: "app", resources: { requests: { cpu: 1, memory: "128Mi" } } }] },
      },
      {
        name: "limits, which are the requests where there are none",
        spec: { containers: [{ name: "app", resources: { limits: { cpu: "1", memory: "128Mi" } } }] },
      },
      {
        name: "requests of the whole pod",
        spec: { resources: { requests: { cpu: "1", memory: "1Gi" } }, containers: [{ name: "app" }] },
      },
      {
        name: "an ephemeral container, which cannot request anything",
        spec: {
          containers: [{ name: "app", resources: { requests: { cpu: "1", memory: "1Gi" } } }],
          ephemeralContainers: [{ name: "debug" }],
        },
      },
    ],
    bad: [
      {
        name: "no memory",
        spec: { containers: [{ name: "app", resources: { requests: { cpu: "100m" } } }] },
        message:
          'container "app" must set resources.requests.memory (spec.containers[0]). Fix: set resources.requests to what the process uses.',
      },
      {
        name: "nothing in an init container",
        spec: {
          initContainers: [{ name: "setup" }],
          containers: [{ name: "app", resources: { requests: { cpu: "1", memory: "1Gi" } } }],
        },
        message:
          'container "setup" must set resources.requests.cpu (spec.initContainers[0]); container "setup" must set resources.requests.memory (spec.initContainers[0]). Fix: set resources.requests to what the process uses.',
      },
      {
        name: "requests of the whole pod before 1.34",
        kubernetesVersion: "1.33",
        spec: {
          resources: { requests: { cpu: "1", memory: "1Gi" } },
          containers: [{ name: "app", resources: { requests: { cpu: "1" } } }],
        },
        message:
          'container "app" must set resources.requests.memory (spec.containers[0]). Fix: set resources.requests to what the process uses.',
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    eachLastingContainer(
      workload,
      (container) =>
        hasRequest(workload, context, container, "cpu") ? undefined : { missing: "must set resources.requests.cpu" },
      (container) =>
        hasRequest(workload, context, container, "memory")
          ? undefined
          : { missing: "must set resources.requests.memory" },
    ),
});
