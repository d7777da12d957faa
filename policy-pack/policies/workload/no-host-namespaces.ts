import { onPod } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

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
      (pod) => (pod.hostNetwork === true ? "must not set hostNetwork=true" : undefined),
      (pod) => (pod.hostPID === true ? "must not set hostPID=true" : undefined),
      (pod) => (pod.hostIPC === true ? "must not set hostIPC=true" : undefined),
    ),
});
