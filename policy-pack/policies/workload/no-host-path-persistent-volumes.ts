import { persistentVolume } from "../../kubernetes/persistent-volume.js";
import { definePolicy } from "../../policy.js";
import { attempt } from "../../verdict.js";

/** The way around the Pod Security Standards: a claim is an allowed volume, whatever it is bound to. */
export const noHostPathPersistentVolumes = definePolicy({
  id: "no-host-path-persistent-volumes",
  title: "PersistentVolumes must not be paths of a node",
  rationale: "A pod that may mount no hostPath mounts one all the same by a claim, and Pod Security does not see it.",
  remediation: "Use a volume of a CSI driver, or a local volume on a disk that has nothing else on it.",
  fix: "use a CSI or a local volume",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["NSA-POD-13", "CIS-K8S-5.2.11"],
  examples: {
    good: [
      {
        name: "a CSI volume",
        resources: [
          {
            type: "kubernetes:core/v1:PersistentVolume",
            props: { spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" } } },
          },
        ],
      },
      {
        name: "a local volume",
        resources: [
          { type: "kubernetes:core/v1:PersistentVolume", props: { spec: { local: { path: "/mnt/disk1" } } } },
        ],
      },
    ],
    bad: [
      {
        name: "a hostPath",
        resources: [
          { type: "kubernetes:core/v1:PersistentVolume", props: { spec: { hostPath: { path: "/var/lib/kubelet" } } } },
        ],
        message: "PersistentVolume must not use hostPath (spec.hostPath). Fix: use a CSI or a local volume.",
      },
      {
        name: "a hostPath in a list",
        resources: [
          {
            type: "kubernetes:core/v1:PersistentVolumeList",
            props: { items: [{ spec: { nfs: {} } }, { spec: { hostPath: { path: "/" } } }] },
          },
        ],
        message: "PersistentVolume must not use hostPath (items[1].spec.hostPath). Fix: use a CSI or a local volume.",
      },
    ],
  },
  subject: "object",
  kinds: ["core/PersistentVolume"],
  check: ({ data, prefix }) =>
    attempt(() =>
      persistentVolume(data)?.spec?.hostPath === true
        ? { subject: "PersistentVolume", path: `${prefix}spec.hostPath`, requirement: "must not use hostPath" }
        : undefined,
    ),
});
