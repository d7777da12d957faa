import type { CallsByType } from "../mapping.js";
import { CLOUDWATCH } from "./cloudwatch.js";
import { COMPUTE } from "./compute.js";
import { DELIVERY } from "./delivery.js";
import { DETECTION } from "./detection.js";
import { EKS } from "./eks.js";
import { IAM } from "./iam.js";
import { KEYS } from "./keys.js";
import { NETWORK } from "./network.js";
import { REGISTRY } from "./registry.js";
import { SECURITY_GROUPS } from "./security-groups.js";

/** What each type of resource becomes at AWS. */
export const CALLS: CallsByType = {
  ...EKS,
  ...COMPUTE,
  ...NETWORK,
  ...SECURITY_GROUPS,
  ...IAM,
  ...KEYS,
  ...CLOUDWATCH,
  ...REGISTRY,
  ...DETECTION,
  ...DELIVERY,
};
