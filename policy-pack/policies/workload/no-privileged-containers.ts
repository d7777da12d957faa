import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** Pod Security Standards, baseline: privileged. */
export const noPrivilegedContainers = definePolicy({
  id: "no-privileged-containers",
  title: "Containers must not run privileged",
  rationale: "A privileged container has every capability and every device of its node.",
  remediation: "Remove securityContext.privileged, or add the one capability that the process needs.",
  fix: "remove securityContext.privileged",
  topic: "workload",
  severity: "critical",
  profile: "baseline",
  references: ["PSS:privileged", "NSA-POD-10", "CIS-K8S-5.2.2", "CIS-EKS-4.2.1"],
  fixable: true,
  examples: {
    good: [
      { name: "privileged unset", spec: { containers: [{ name: "app" }] } },
      { name: "privileged=false", spec: { containers: [{ name: "app", securityContext: { privileged: false } }] } },
    ],
    bad: [
      {
        name: "privileged container",
        spec: { containers: [{ name: "shell", securityContext: { privileged: true } }] },
        message:
          'container "shell" must not set securityContext.privileged=true (spec.containers[0]). Fix: remove securityContext.privileged.',
      },
      {
        name: "privileged init and ephemeral containers",
        spec: {
          initContainers: [{ name: "setup", securityContext: { privileged: true } }],
          containers: [{ name: "app" }],
          ephemeralContainers: [{ name: "debug", securityContext: { privileged: true } }],
        },
        message:
          'containers "setup", "debug" must not set securityContext.privileged=true (spec.initContainers[0], spec.ephemeralContainers[0]). Fix: remove securityContext.privileged.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(workload, ({ securityContext }) =>
      securityContext?.privileged === true
        ? { must: "must not set securityContext.privileged=true", fix: set("securityContext.privileged", false) }
        : undefined,
    ),
});
