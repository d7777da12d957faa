import { objectPolicy } from "../cel/objects.js";

/** The source of a PersistentVolume cannot change. */
export const noHostPathPersistentVolumes = objectPolicy({
  id: "no-host-path-persistent-volumes",
  rules: [{ apiGroups: [""], resources: ["persistentvolumes"], operations: ["CREATE"] }],

  checks: [{ breach: "has(variables.it.spec.hostPath)", must: "must not use hostPath" }],
  fix: "use a CSI or a local volume",
});
