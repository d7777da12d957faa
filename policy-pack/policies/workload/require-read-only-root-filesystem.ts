import { set } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

const FIX = set("securityContext.readOnlyRootFilesystem", true);

/** NSA/CISA guide, "immutable" container file systems; the Pod Security Standards have no such check. */
export const requireReadOnlyRootFilesystem = definePolicy({
  id: "require-read-only-root-filesystem",
  title: "Containers must have a read-only root file system",
  rationale: "An intruder who cannot write beside the program can neither change it nor leave tools for later.",
  remediation: "Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the process writes.",
  fix: "set readOnlyRootFilesystem to true, mount an emptyDir to write to",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-04", "CIS-K8S-5.6.3"],
  fixable: true,
  examples: {
    good: [
      {
        name: "true in every container",
        spec: {
          initContainers: [{ name: "setup", securityContext: { readOnlyRootFilesystem: true } }],
          containers: [{ name: "app", securityContext: { readOnlyRootFilesystem: true } }],
        },
      },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "unset",
        spec: {
          initContainers: [{ name: "setup" }],
          containers: [{ name: "app", securityContext: { readOnlyRootFilesystem: true } }],
        },
        message:
          'container "setup" must set securityContext.readOnlyRootFilesystem=true (spec.initContainers[0]). Fix: set readOnlyRootFilesystem to true, mount an emptyDir to write to.',
      },
      {
        name: "false",
        spec: { containers: [{ name: "app", securityContext: { readOnlyRootFilesystem: false } }] },
        message:
          'container "app" must not set securityContext.readOnlyRootFilesystem=false (spec.containers[0].securityContext.readOnlyRootFilesystem). Fix: set readOnlyRootFilesystem to true, mount an emptyDir to write to.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    unless(
      () => isWindows(workload),
      eachContainer(workload, ({ securityContext }) => {
        const value = securityContext?.readOnlyRootFilesystem;
        if (value === true) return undefined;
        return value === undefined
          ? { missing: "must set securityContext.readOnlyRootFilesystem=true", fix: FIX }
          : {
              must: "must not set securityContext.readOnlyRootFilesystem=false",
              at: "securityContext.readOnlyRootFilesystem",
              fix: FIX,
            };
      }),
    ),
});
