import { onPod } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, container environments: sandboxes for risky workloads. Off until classes are named. */
export const requireRuntimeClass = definePolicy({
  id: "require-runtime-class",
  title: "Pods must run by one of the runtime classes that are set",
  rationale: "A sandboxed runtime keeps a pod that runs code of strangers from the kernel of its node.",
  remediation: "Set runtimeClassName to one of the classes that the policy's setting runtimeClasses names.",
  fix: "set runtimeClassName to an allowed class",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-23"],
  settings: {
    runtimeClasses: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "RuntimeClasses of which every pod must name one; none: the policy is off.",
    },
  },
  examples: {
    good: [
      { name: "no class is demanded", spec: { containers: [{ name: "app" }] } },
      {
        name: "an allowed class",
        settings: { runtimeClasses: ["gvisor", "kata"] },
        spec: { runtimeClassName: "kata", containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "unset",
        settings: { runtimeClasses: ["gvisor"] },
        spec: { containers: [{ name: "app" }] },
        message: "pod must set runtimeClassName (spec). Fix: set runtimeClassName to an allowed class.",
      },
      {
        name: "another class",
        settings: { runtimeClasses: ["gvisor"] },
        spec: { runtimeClassName: "runc", containers: [{ name: "app" }] },
        message:
          "pod must not use another runtimeClassName than those allowed (spec.runtimeClassName). Fix: set runtimeClassName to an allowed class.",
      },
    ],
  },
  subject: "workload",
  check: (workload, _context, { runtimeClasses }) =>
    runtimeClasses.length === 0
      ? []
      : onPod(workload, ({ runtimeClassName }) => {
          if (runtimeClassName === undefined) return { missing: "must set runtimeClassName" };
          return runtimeClasses.includes(runtimeClassName)
            ? undefined
            : { must: "must not use another runtimeClassName than those allowed", at: "runtimeClassName" };
        }),
});
