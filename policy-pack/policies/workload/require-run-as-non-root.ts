import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { eachSecurityContext, inheritsNothing, isRelaxedForUserNamespace } from "../../kubernetes/security-context.js";
import type { Workload } from "../../kubernetes/workload.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** None for a pod that says that it is root: the kubelet would not start it. */
const fixOf = (workload: Workload) =>
  eachSecurityContext(workload, ({ runAsUser }) => (runAsUser === 0 ? "must not" : undefined)).length > 0
    ? undefined
    : set("securityContext.runAsNonRoot", true);

/** Pod Security Standards, restricted: runAsNonRoot; since 1.35 not for pods in a user namespace. */
export const requireRunAsNonRoot = definePolicy({
  id: "require-run-as-non-root",
  title: "Containers must run as non-root",
  rationale: "Root in a container is root on the node as soon as anything leaks.",
  remediation: "Set securityContext.runAsNonRoot to true on the pod, and use an image with a numeric user.",
  fix: "set securityContext.runAsNonRoot to true on the pod",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["PSS:runAsNonRoot", "NSA-POD-01", "CIS-K8S-5.2.7"],
  fixable: true,
  examples: {
    good: [
      { name: "true on the pod", spec: { securityContext: { runAsNonRoot: true }, containers: [{ name: "app" }] } },
      {
        name: "true on the container",
        spec: { containers: [{ name: "app", securityContext: { runAsNonRoot: true } }] },
      },
      { name: "user namespace since 1.35", spec: { hostUsers: false, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message:
          'container "app" must set securityContext.runAsNonRoot=true (spec.containers[0]). Fix: set securityContext.runAsNonRoot to true on the pod.',
      },
      {
        name: "container overrides the pod",
        spec: {
          securityContext: { runAsNonRoot: true },
          containers: [{ name: "app", securityContext: { runAsNonRoot: false } }],
        },
        message:
          'container "app" must not set securityContext.runAsNonRoot=false (spec.containers[0]). Fix: set securityContext.runAsNonRoot to true on the pod.',
      },
      {
        name: "false on the pod",
        spec: { securityContext: { runAsNonRoot: false }, containers: [{ name: "app" }] },
        message:
          "pod must not set securityContext.runAsNonRoot=false (spec). Fix: set securityContext.runAsNonRoot to true on the pod.",
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    unless(
      () => isRelaxedForUserNamespace(workload, context),
      [
        ...eachSecurityContext(workload, ({ runAsNonRoot }) =>
          runAsNonRoot === false
            ? { must: "must not set securityContext.runAsNonRoot=false", fix: () => fixOf(workload) }
            : undefined,
        ),
        ...eachContainer(workload, (container) =>
          inheritsNothing(workload, container, "runAsNonRoot")
            ? {
                missing: "must set securityContext.runAsNonRoot=true",
                fix: () => fixOf(workload),
                fixAt: workload.at,
              }
            : undefined,
        ),
      ],
    ),
});
