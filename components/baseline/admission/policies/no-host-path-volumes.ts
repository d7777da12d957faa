import { eachVolume, podPolicy } from "../cel/pods.js";

export const noHostPathVolumes = podPolicy({
  id: "no-host-path-volumes",
  checks: [eachVolume("has(v.hostPath)", "must not use hostPath")],
  fix: "replace hostPath by emptyDir or a PersistentVolumeClaim",
});
