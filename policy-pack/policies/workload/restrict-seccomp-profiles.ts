import { set } from "../../edit.js";
import { eachSecurityContext } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";

const ALLOWED: ReadonlySet<string | undefined> = new Set(["RuntimeDefault", "Localhost"]);

/** Pod Security Standards, baseline: seccompProfile_baseline. */
export const restrictSeccompProfiles = definePolicy({
  id: "restrict-seccomp-profiles",
  title: "Seccomp must not be switched off",
  rationale: "Without a seccomp profile a container may make every call of the kernel of the node.",
  remediation: "Set seccompProfile.type to RuntimeDefault or Localhost.",
  fix: "set seccompProfile.type to RuntimeDefault",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: ["PSS:seccompProfile_baseline", "NSA-POD-19", "CIS-K8S-5.6.2"],
  fixable: true,
  examples: {
    good: [
      { name: "unset", spec: { containers: [{ name: "app" }] } },
      {
        name: "Localhost",
        spec: {
          containers: [
            { name: "app", securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "app.json" } } },
          ],
        },
      },
    ],
    bad: [
      {
        name: "Unconfined on the pod",
        spec: { securityContext: { seccompProfile: { type: "Unconfined" } }, containers: [{ name: "app" }] },
        message:
          "pod must not set securityContext.seccompProfile to another type than RuntimeDefault or Localhost (spec). Fix: set seccompProfile.type to RuntimeDefault.",
      },
      {
        name: "Unconfined on a container",
        spec: { containers: [{ name: "app", securityContext: { seccompProfile: { type: "Unconfined" } } }] },
        message:
          'container "app" must not set securityContext.seccompProfile to another type than RuntimeDefault or Localhost (spec.containers[0]). Fix: set seccompProfile.type to RuntimeDefault.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachSecurityContext(workload, ({ seccompProfile }) =>
      seccompProfile !== undefined && !ALLOWED.has(seccompProfile.type)
        ? {
            must: "must not set securityContext.seccompProfile to another type than RuntimeDefault or Localhost",
            fix: set("securityContext.seccompProfile.type", "RuntimeDefault"),
          }
        : undefined,
    ),
});
