import { CLUSTER, unwrittenLogs } from "../../aws/cluster.js";
import { definePolicy } from "../../policy.js";

const TYPES = ["api", "controllerManager", "scheduler"] as const;

/**
 * Amazon EKS user guide, "Send control plane logs to CloudWatch Logs"; audit and authenticator: `require-eks-audit-
 * log`.
 */
export const requireEksControlPlaneLogs = definePolicy({
  id: "require-eks-control-plane-logs",
  title: "Clusters must log every part of their control plane",
  rationale:
    "What the API server, the controllers and the scheduler log tells an attack from a failure, and exists nowhere else.",
  remediation: 'List "api", "controllerManager" and "scheduler" in enabledClusterLogTypes as well.',
  fix: "list all five types in enabledClusterLogTypes",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-EKS-2.1.1", "NSA-LOG-05"],
  fixable: true,
  examples: {
    good: [
      {
        name: "all",
        resources: [
          {
            type: CLUSTER,
            props: { enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        message:
          "cluster must have api (enabledClusterLogTypes); cluster must have controllerManager (enabledClusterLogTypes); cluster must have scheduler (enabledClusterLogTypes). Fix: list all five types in enabledClusterLogTypes.",
      },
      {
        name: "the audit log alone",
        resources: [{ type: CLUSTER, props: { enabledClusterLogTypes: ["audit", "authenticator", "api"] } }],
        message:
          "cluster must have controllerManager (enabledClusterLogTypes); cluster must have scheduler (enabledClusterLogTypes). Fix: list all five types in enabledClusterLogTypes.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) => unwrittenLogs(resource, TYPES),
});
