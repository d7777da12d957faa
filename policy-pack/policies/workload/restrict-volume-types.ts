import { eachVolume } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

const ALLOWED = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** Named in the message; other keys are not quoted. */
const FORBIDDEN: ReadonlySet<string> = new Set(
  (
    "awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk gitRepo glusterfs " +
    "hostPath iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume"
  ).split(" "),
);

/** Pod Security Standards, restricted: restrictedVolumes. */
export const restrictVolumeTypes = definePolicy({
  id: "restrict-volume-types",
  title: "Pods must use only volume types that carry no access to hosts or networks",
  rationale: "Other volume types reach the node or a network storage with the credentials of the pod spec.",
  remediation:
    "Use a PersistentVolumeClaim, or one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected, secret.",
  fix: "use a PersistentVolumeClaim or another allowed type",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["PSS:restrictedVolumes", "NSA-POD-20"],
  examples: {
    good: [
      {
        name: "allowed types",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "tmp", emptyDir: {} },
            { name: "data", persistentVolumeClaim: { claimName: "data" } },
            { name: "model", image: { reference: "registry.example/model:1" } },
          ],
        },
      },
      { name: "no source, which is an emptyDir", spec: { containers: [{ name: "app" }], volumes: [{ name: "tmp" }] } },
    ],
    bad: [
      {
        name: "nfs",
        spec: { containers: [{ name: "app" }], volumes: [{ name: "share", nfs: { server: "10.0.0.1", path: "/" } }] },
        message:
          'volume "share" must not use nfs (spec.volumes[0]). Fix: use a PersistentVolumeClaim or another allowed type.',
      },
      {
        name: "hostPath and an unknown type",
        spec: {
          containers: [{ name: "app" }],
          volumes: [
            { name: "node", hostPath: { path: "/" } },
            { name: "new", holographic: {} },
          ],
        },
        message:
          'volume "node" must not use hostPath (spec.volumes[0]); volume "new" must not use a volume type that is unknown (spec.volumes[1]). Fix: use a PersistentVolumeClaim or another allowed type.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachVolume(workload, ({ source }) => {
      if (some(ALLOWED, (type) => source[type] === true)) return undefined;
      const types = Object.keys(source).filter((key) => key !== "name");
      // The API server makes a volume without a source an emptyDir before any admission sees it.
      if (types.length === 0) return undefined;
      const forbidden = types.find((type) => FORBIDDEN.has(type));
      return forbidden === undefined
        ? "must not use a volume type that is unknown"
        : { must: `must not use ${forbidden}`, field: forbidden };
    }),
});
