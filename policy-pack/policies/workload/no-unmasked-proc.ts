import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** Pod Security Standards, restricted: procMount_restricted, in 1.35 and later; before, the baseline check says the same. */
export const noUnmaskedProc = definePolicy({
  id: "no-unmasked-proc",
  title: "Containers must not unmask /proc, even in user namespaces",
  rationale: "An unmasked /proc shows what the container runtime hides, in a user namespace too.",
  remediation: "Remove securityContext.procMount.",
  fix: "remove procMount",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["PSS:procMount_restricted"],
  fixable: true,
  since: "1.35",
  examples: {
    good: [
      { name: "unset", spec: { hostUsers: false, containers: [{ name: "app", securityContext: {} }] } },
      {
        name: "before 1.35",
        kubernetesVersion: "1.34",
        spec: { containers: [{ name: "app", securityContext: { procMount: "Unmasked" } }] },
      },
    ],
    bad: [
      {
        name: "Unmasked in a user namespace",
        spec: { hostUsers: false, containers: [{ name: "app", securityContext: { procMount: "Unmasked" } }] },
        message:
          'container "app" must not set securityContext.procMount to anything but Default (spec.containers[0]). Fix: remove procMount.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(workload, ({ securityContext: { procMount } = {} }) =>
      procMount !== undefined && procMount !== "Default"
        ? {
            must: "must not set securityContext.procMount to anything but Default",
            fix: set("securityContext.procMount", "Default"),
          }
        : undefined,
    ),
});
