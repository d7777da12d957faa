import { eachVolume } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** Pod Security Standards, baseline: hostPathVolumes. */
export const noHostPathVolumes = definePolicy({
  id: "no-host-path-volumes",
  title: "Pods must not mount paths of their node",
  rationale:
    "A hostPath volume opens the files of the node, among them the credentials of the kubelet and of other pods.",
  remediation: "Use a PersistentVolumeClaim, an emptyDir, a ConfigMap or a Secret.",
  fix: "replace hostPath by emptyDir or a PersistentVolumeClaim",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: ["PSS:hostPathVolumes", "NSA-POD-13", "CIS-K8S-5.2.11"],
  examples: {
    good: [{ name: "an emptyDir", spec: { containers: [{ name: "app" }], volumes: [{ name: "tmp", emptyDir: {} }] } }],
    bad: [
      {
        name: "a hostPath",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "tmp", emptyDir: {} },
            { name: "docker", hostPath: { path: "/var/run/docker.sock" } },
          ],
        },
        message:
          'volume "docker" must not use hostPath (spec.volumes[1]). Fix: replace hostPath by emptyDir or a PersistentVolumeClaim.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachVolume(workload, ({ source }) =>
      source.hostPath === true ? { must: "must not use hostPath", field: "hostPath" } : undefined,
    ),
});
