import { set } from "../../edit.js";
import { onPod } from "../../kubernetes/containers.js";
import { eachSecurityContext } from "../../kubernetes/security-context.js";
import type { Workload } from "../../kubernetes/workload.js";
import { definePolicy } from "../../policy.js";

const hasHostProcess = (workload: Workload): boolean =>
  eachSecurityContext(workload, ({ windowsOptions }) => (windowsOptions?.hostProcess === true ? "must not" : undefined))
    .length > 0;

/** Pod Security Standards, baseline: hostNamespaces. */
export const noHostNamespaces = definePolicy({
  id: "no-host-namespaces",
  title: "Pods must not share the namespaces of their node",
  rationale:
    "A pod in the namespaces of its node sees the processes, the shared memory or the network of everything on it.",
  remediation: "Remove hostNetwork, hostPID and hostIPC from the pod spec.",
  fix: "remove the field",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: [
    "PSS:hostNamespaces",
    "NSA-POD-11",
    "NSA-POD-12",
    "CIS-K8S-5.2.3",
    "CIS-K8S-5.2.4",
    "CIS-K8S-5.2.5",
    "CIS-EKS-4.2.2",
    "CIS-EKS-4.2.3",
    "CIS-EKS-4.2.4",
  ],
  fixable: true,
  examples: {
    good: [
      { name: "host namespaces unset", spec: { containers: [{ name: "app" }] } },
      { name: "hostPID=false", spec: { hostPID: false, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "hostPID",
        spec: { hostPID: true, containers: [{ name: "app" }] },
        message: "pod must not set hostPID=true (spec). Fix: remove the field.",
      },
      {
        name: "all three",
        spec: { hostNetwork: true, hostPID: true, hostIPC: true, containers: [{ name: "app" }] },
        message:
          "pod must not set hostNetwork=true (spec); pod must not set hostPID=true (spec); pod must not set hostIPC=true (spec). Fix: remove the field.",
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    onPod(
      workload,
      (pod) =>
        pod.hostNetwork === true
          ? {
              must: "must not set hostNetwork=true",
              // The API server wants it of pods with host processes.
              fix: () => (hasHostProcess(workload) ? undefined : set("hostNetwork", false)),
            }
          : undefined,
      (pod) => (pod.hostPID === true ? { must: "must not set hostPID=true", fix: set("hostPID", false) } : undefined),
      (pod) => (pod.hostIPC === true ? { must: "must not set hostIPC=true", fix: set("hostIPC", false) } : undefined),
    ),
});
