import type { Draw } from "./choices.js";

/** Every volume source that restricted allows (core/v1 VolumeSource), with the sources that projected has. */
const ALLOWED: readonly object[] = [
  { configMap: { name: "settings" } },
  { csi: { driver: "csi.example" } },
  { downwardAPI: { items: [{ path: "name", fieldRef: { fieldPath: "metadata.name" } }] } },
  { emptyDir: {} },
  { emptyDir: { medium: "Memory" } },
  { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"] } } } },
  { image: { reference: "registry.example/model:1" } },
  { persistentVolumeClaim: { claimName: "data" } },
  { secret: { secretName: "tls" } },
  { projected: { sources: [{ serviceAccountToken: { path: "token", audience: "vault" } }] } },
  { projected: { sources: [{ clusterTrustBundle: { path: "ca.pem", signerName: "example.com/ca" } }] } },
  { projected: { sources: [{ podCertificate: { signerName: "example.com/pods", keyType: "ED25519" } }] } },
  { projected: { sources: [{ secret: { name: "a" } }, { configMap: { name: "b" } }, { downwardAPI: {} }] } },
  // The API server makes an emptyDir of it.
  {},
  // One that has been taken away, and one too many: the first allowed source decides.
  { hostPath: null, emptyDir: {} },
  { emptyDir: {}, hostPath: null, nfs: null },
];

const OTHERS: readonly object[] = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "gitRepo",
  "glusterfs",
  "hostPath",
  "iscsi",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
].map((source) => ({ [source]: {} }));
const NODE: readonly object[] = [
  { hostPath: { path: "/" } },
  { hostPath: { path: "/var/run/docker.sock", type: "Socket" } },
  { hostPath: {}, emptyDir: {} },
];

export const volumes = (draw: Draw): unknown[] =>
  draw.times(draw.between(0, 3), (index) => ({
    name: `volume-${index}`,
    ...draw.either(ALLOWED, draw.pick([OTHERS, NODE])),
  }));
