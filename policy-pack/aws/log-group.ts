import type { Resource } from "../policy.js";

/** The log group of a control plane of EKS, which has this name and no other. */
const CONTROL_PLANE = /^\/aws\/eks\/[^/]+\/cluster$/;

/** Whether a log group is that of a control plane of EKS; one without a name gets another. */
export const isControlPlaneLog = ({ props }: Resource): boolean =>
  typeof props.name === "string" && CONTROL_PLANE.test(props.name);
