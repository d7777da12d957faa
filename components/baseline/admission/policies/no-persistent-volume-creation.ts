import { powerPolicy } from "../cel/powers.js";

export const noPersistentVolumeCreation = powerPolicy(
  "no-persistent-volume-creation",
  [{ verbs: ["create", "update", "patch"], group: "", resource: "persistentvolumes", named: "excused" }],
  "must not allow creating persistent volumes",
  "allow persistentvolumeclaims instead",
);
