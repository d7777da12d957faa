import { object, present } from "./shape.js";

/** The parts of core/v1 PersistentVolume that policies judge. */
export const persistentVolume = object({ spec: object({ hostPath: present }) });
