import { eachSecurityContext, isRelaxedForUserNamespace } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** Pod Security Standards, restricted: runAsUser; since 1.35 not for pods in a user namespace. */
export const noRootUser = definePolicy({
  id: "no-root-user",
  title: "Containers must not run as user 0",
  rationale: "User 0 is root, whatever the image says.",
  remediation: "Remove runAsUser, or set it to a number above 0.",
  fix: "remove runAsUser, or set it above 0",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["PSS:runAsUser", "NSA-POD-01", "CIS-K8S-5.2.7"],
  examples: {
    good: [
      { name: "another user", spec: { securityContext: { runAsUser: 1000 }, containers: [{ name: "app" }] } },
      {
        name: "user namespace since 1.35",
        spec: { hostUsers: false, securityContext: { runAsUser: 0 }, containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "user 0",
        spec: { securityContext: { runAsUser: 0 }, containers: [{ name: "app", securityContext: { runAsUser: 0 } }] },
        message:
          'pod must not set securityContext.runAsUser=0 (spec); container "app" must not set securityContext.runAsUser=0 (spec.containers[0]). Fix: remove runAsUser, or set it above 0.',
      },
      {
        name: "user namespace before 1.35",
        kubernetesVersion: "1.34",
        spec: { hostUsers: false, securityContext: { runAsUser: 0 }, containers: [{ name: "app" }] },
        message: "pod must not set securityContext.runAsUser=0 (spec). Fix: remove runAsUser, or set it above 0.",
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    unless(
      () => isRelaxedForUserNamespace(workload, context),
      eachSecurityContext(workload, ({ runAsUser }) =>
        runAsUser === 0 ? "must not set securityContext.runAsUser=0" : undefined,
      ),
    ),
});
