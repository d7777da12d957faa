import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import type { SecurityContext } from "../../kubernetes/pod-spec.js";
import { isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";
import { unless } from "../../verdict.js";

const REQUIREMENT = "must set securityContext.allowPrivilegeEscalation=false";

/** What the API server takes only with privilege escalation (ValidateSecurityContext). */
const mustAllow = ({ privileged, capabilities }: SecurityContext = {}): boolean =>
  privileged === true || some(capabilities?.add, (capability) => capability === "CAP_SYS_ADMIN");

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
  fixable: true,
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
        const fix = () =>
          mustAllow(securityContext) ? undefined : set("securityContext.allowPrivilegeEscalation", false);
        return allowed === undefined ? { missing: REQUIREMENT, fix } : { must: REQUIREMENT, fix };
      }),
    ),
});
