import { set } from "../../edit.js";
import { onPod } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** core/v1 PodSpec.shareProcessNamespace; what hostPID is between pods, this is between containers. */
export const noSharedProcessNamespace = definePolicy({
  id: "no-shared-process-namespace",
  title: "Containers of a pod must not see each other's processes",
  rationale:
    "Through /proc of a shared process namespace every container reads the files, environment and memory of the others.",
  remediation: "Remove shareProcessNamespace; debug with an ephemeral container that targets one container.",
  fix: "remove shareProcessNamespace",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-23"],
  fixable: true,
  examples: {
    good: [
      { name: "unset", spec: { containers: [{ name: "app" }] } },
      { name: "false", spec: { shareProcessNamespace: false, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "true",
        spec: { shareProcessNamespace: true, containers: [{ name: "app" }, { name: "sidecar" }] },
        message:
          "pod must not set shareProcessNamespace=true (spec.shareProcessNamespace). Fix: remove shareProcessNamespace.",
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    onPod(workload, ({ shareProcessNamespace }) =>
      shareProcessNamespace === true
        ? {
            must: "must not set shareProcessNamespace=true",
            at: "shareProcessNamespace",
            fix: set("shareProcessNamespace", false),
          }
        : undefined,
    ),
});
