import { flag, object } from "./shape.js";

/** The parts of core/v1 ServiceAccount that policies judge. */
export const serviceAccount = object({ automountServiceAccountToken: flag });
