/**
 * What EKS checks the configuration of an add-on by: the part of the schema that we use, as the AWS CLI's reference of
 * `describe-addon-configuration` shows it for `vpc-cni` v1.15.1-eksbuild.1. It knows no other property at these places.
 */
const TEXT = { type: "string" };

export const VPC_CNI_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    enableNetworkPolicy: { ...TEXT, enum: ["true", "false"] },
    enableWindowsIpam: TEXT,
    env: { type: "object", additionalProperties: TEXT },
    eniConfig: { type: "object" },
    init: { type: "object" },
    livenessProbeTimeoutSeconds: { type: "integer" },
    nodeAgent: {
      type: "object",
      additionalProperties: false,
      properties: {
        enableCloudWatchLogs: { ...TEXT, enum: ["true", "false"] },
        enablePolicyEventLogs: { ...TEXT, enum: ["true", "false"] },
        healthProbeBindAddr: TEXT,
        metricsBindAddr: TEXT,
      },
    },
    readinessProbeTimeoutSeconds: { type: "integer" },
    resources: { type: "object" },
    tolerations: { type: "array" },
  },
} as const;
