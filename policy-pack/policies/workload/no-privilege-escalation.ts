import { eachContainer } from "../../kubernetes/containers.js";
import { isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

const REQUIREMENT = "must set securityContext.allowPrivilegeEscalation=false";

/** Pod Security Standards, restricted: allowPrivilegeEscalation. */
export const noPrivilegeEscalation = definePolicy({
  id: "no-privilege-escalation",
  title: "Containers must not allow privilege escalation",
  rationale: "A set-user-ID program in the image makes a process root again.",
  remediation: "Set securityContext.allowPrivilegeEscalation to false on every container.",
  fix: "set allowPrivilegeEscalation to false",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["PSS:allowPrivilegeEscalation", "NSA-POD-15", "CIS-K8S-5.2.6", "CIS-EKS-4.2.5"],
  examples: {
    good: [
      { name: "false", spec: { containers: [{ name: "app", securityContext: { allowPrivilegeEscalation: false } }] } },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message:
          'container "app" must set securityContext.allowPrivilegeEscalation=false (spec.containers[0]). Fix: set allowPrivilegeEscalation to false.',
      },
      {
        name: "true in an init container",
        spec: {
          initContainers: [{ name: "setup", securityContext: { allowPrivilegeEscalation: true } }],
          containers: [{ name: "app", securityContext: { allowPrivilegeEscalation: false } }],
        },
        message:
          'container "setup" must set securityContext.allowPrivilegeEscalation=false (spec.initContainers[0]). Fix: set allowPrivilegeEscalation to false.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    unless(
      () => isWindows(workload),
      eachContainer(workload, ({ securityContext }) => {
        const allowed = securityContext?.allowPrivilegeEscalation;
        if (allowed === false) return undefined;
        return allowed === undefined ? { missing: REQUIREMENT } : REQUIREMENT;
      }),
    ),
});
