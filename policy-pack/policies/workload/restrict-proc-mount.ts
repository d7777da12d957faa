import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { isRelaxedForUserNamespace } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** Pod Security Standards, baseline: procMount; since 1.35 a pod in a user namespace is free to. */
export const restrictProcMount = definePolicy({
  id: "restrict-proc-mount",
  title: "Containers outside user namespaces must have the default /proc",
  rationale: "An unmasked /proc shows and changes the settings of the kernel of the node.",
  remediation: "Remove securityContext.procMount, or set hostUsers to false on Kubernetes 1.35 and later.",
  fix: "remove procMount",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: ["PSS:procMount"],
  fixable: true,
  examples: {
    good: [
      { name: "Default", spec: { containers: [{ name: "app", securityContext: { procMount: "Default" } }] } },
      {
        name: "user namespace since 1.35",
        spec: { hostUsers: false, containers: [{ name: "app", securityContext: { procMount: "Unmasked" } }] },
      },
    ],
    bad: [
      {
        name: "Unmasked",
        spec: { containers: [{ name: "app", securityContext: { procMount: "Unmasked" } }] },
        message:
          'container "app" must not set securityContext.procMount to anything but Default (spec.containers[0]). Fix: remove procMount.',
      },
      {
        name: "user namespace before 1.35",
        kubernetesVersion: "1.34",
        spec: { hostUsers: false, containers: [{ name: "app", securityContext: { procMount: "Unmasked" } }] },
        message:
          'container "app" must not set securityContext.procMount to anything but Default (spec.containers[0]). Fix: remove procMount.',
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    unless(
      () => isRelaxedForUserNamespace(workload, context),
      eachContainer(workload, ({ securityContext: { procMount } = {} }) =>
        procMount !== undefined && procMount !== "Default"
          ? {
              must: "must not set securityContext.procMount to anything but Default",
              fix: set("securityContext.procMount", "Default"),
            }
          : undefined,
      ),
    ),
});
