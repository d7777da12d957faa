import { eachContainer } from "../../kubernetes/containers.js";
import { eachSecurityContext, inheritsNothing, isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** NSA/CISA guide, "non-root" containers; explicit and high ids are what scanners add to it. */
export const requireRunAsIds = definePolicy({
  id: "require-run-as-ids",
  title: "Containers must run as a user and a group that the pod states by number",
  rationale:
    "Without a number the image decides, and its next version may decide otherwise; a low one is an account of the node.",
  remediation: "Set securityContext.runAsUser and runAsGroup on the pod to a number that no node uses, such as 65532.",
  fix: "set runAsUser and runAsGroup on the pod, e.g. to 65532",
  topic: "workload",
  severity: "low",
  profile: "strict",
  references: ["NSA-POD-01", "NSA-POD-14"],
  settings: {
    minimumId: { type: "integer", default: 10_000, minimum: 1, description: "Lowest number of a user or group." },
  },
  examples: {
    good: [
      {
        name: "both on the pod",
        spec: { securityContext: { runAsUser: 65_532, runAsGroup: 65_532 }, containers: [{ name: "app" }] },
      },
      {
        name: "one on the container, lower where that is allowed",
        settings: { minimumId: 1000 },
        spec: {
          securityContext: { runAsGroup: 1000 },
          containers: [{ name: "app", securityContext: { runAsUser: 1000 } }],
        },
      },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "no group",
        spec: { securityContext: { runAsUser: 65_532 }, containers: [{ name: "app" }] },
        message:
          'container "app" must set securityContext.runAsGroup (spec.containers[0]). Fix: set runAsUser and runAsGroup on the pod, e.g. to 65532.',
      },
      {
        name: "a low user",
        spec: {
          securityContext: { runAsUser: 65_532, runAsGroup: 65_532 },
          containers: [{ name: "app", securityContext: { runAsUser: 1000 } }],
        },
        message:
          'container "app" must not set securityContext.runAsUser below 10000 (spec.containers[0].securityContext.runAsUser). Fix: set runAsUser and runAsGroup on the pod, e.g. to 65532.',
      },
    ],
  },
  subject: "workload",
  check: (workload, _context, { minimumId }) =>
    unless(
      () => isWindows(workload),
      (["runAsUser", "runAsGroup"] as const).flatMap((field) => [
        ...eachSecurityContext(workload, ({ [field]: id }) =>
          id !== undefined && !(id >= minimumId)
            ? { must: `must not set securityContext.${field} below ${minimumId}`, at: `securityContext.${field}` }
            : undefined,
        ),
        ...eachContainer(workload, (container) =>
          inheritsNothing(workload, container, field) ? { missing: `must set securityContext.${field}` } : undefined,
        ),
      ]),
    ),
});
