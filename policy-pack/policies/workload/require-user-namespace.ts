import { onPod } from "../../kubernetes/containers.js";
import { isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** NSA/CISA guide, rootless engines: user namespaces are how Kubernetes reaches the same. On by default since 1.33. */
export const requireUserNamespace = definePolicy({
  id: "require-user-namespace",
  title: "Pods must run in a user namespace of their own",
  rationale: "Root of a user namespace is nobody on the node, so that an escape from the container ends there.",
  remediation: "Set hostUsers to false; the node's runtime and file systems must support user namespaces.",
  fix: "set hostUsers to false",
  topic: "workload",
  severity: "low",
  profile: "strict",
  since: "1.33",
  references: ["NSA-POD-03"],
  examples: {
    good: [
      { name: "hostUsers false", spec: { hostUsers: false, containers: [{ name: "app" }] } },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
      {
        name: "a version that has it off by default",
        kubernetesVersion: "1.32",
        spec: { containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message: "pod must set hostUsers=false (spec). Fix: set hostUsers to false.",
      },
      {
        name: "true",
        spec: { hostUsers: true, containers: [{ name: "app" }] },
        message: "pod must not set hostUsers=true (spec.hostUsers). Fix: set hostUsers to false.",
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    unless(
      () => isWindows(workload),
      onPod(workload, ({ hostUsers }) => {
        if (hostUsers === false) return undefined;
        return hostUsers === undefined
          ? { missing: "must set hostUsers=false" }
          : { must: "must not set hostUsers=true", at: "hostUsers" };
      }),
    ),
});
