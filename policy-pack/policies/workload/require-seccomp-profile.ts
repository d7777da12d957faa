import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { eachSecurityContext, inheritsNothing, isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

const FIX = set("securityContext.seccompProfile.type", "RuntimeDefault");
const ALLOWED: ReadonlySet<string | undefined> = new Set(["RuntimeDefault", "Localhost"]);

/** Pod Security Standards, restricted: seccompProfile_restricted. */
export const requireSeccompProfile = definePolicy({
  id: "require-seccomp-profile",
  title: "Containers must have a seccomp profile",
  rationale:
    "A container without a profile may make every call of the kernel, unless its node happens to have a default.",
  remediation: "Set securityContext.seccompProfile.type to RuntimeDefault on the pod.",
  fix: "set securityContext.seccompProfile.type to RuntimeDefault on the pod",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["PSS:seccompProfile_restricted", "NSA-POD-19", "CIS-K8S-5.6.2"],
  fixable: true,
  examples: {
    good: [
      {
        name: "set on the pod",
        spec: { securityContext: { seccompProfile: { type: "RuntimeDefault" } }, containers: [{ name: "app" }] },
      },
      {
        name: "set on the container",
        spec: {
          containers: [
            { name: "app", securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "app.json" } } },
          ],
        },
      },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message:
          'container "app" must set securityContext.seccompProfile.type (spec.containers[0]). Fix: set securityContext.seccompProfile.type to RuntimeDefault on the pod.',
      },
      {
        name: "Unconfined on the pod",
        spec: { securityContext: { seccompProfile: { type: "Unconfined" } }, containers: [{ name: "app" }] },
        message:
          "pod must not set another seccompProfile than RuntimeDefault or Localhost (spec). Fix: set securityContext.seccompProfile.type to RuntimeDefault on the pod.",
      },
      {
        name: "one container of two",
        spec: {
          initContainers: [{ name: "setup" }],
          containers: [{ name: "app", securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
        },
        message:
          'container "setup" must set securityContext.seccompProfile.type (spec.initContainers[0]). Fix: set securityContext.seccompProfile.type to RuntimeDefault on the pod.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    unless(
      () => isWindows(workload),
      [
        ...eachSecurityContext(workload, ({ seccompProfile }) =>
          seccompProfile !== undefined && !ALLOWED.has(seccompProfile.type)
            ? {
                must: "must not set another seccompProfile than RuntimeDefault or Localhost",
                field: "securityContext.seccompProfile.type",
                fix: FIX,
              }
            : undefined,
        ),
        ...eachContainer(workload, (container) =>
          inheritsNothing(workload, container, "seccompProfile")
            ? { missing: "must set securityContext.seccompProfile.type", fix: FIX, fixAt: workload.at }
            : undefined,
        ),
      ],
    ),
});
