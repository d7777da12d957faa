import { CLUSTER, unwrittenLogs } from "../../aws/cluster.js";
import { definePolicy } from "../../policy.js";

const TYPES = ["audit", "authenticator"] as const;

/** Amazon EKS user guide, "Send control plane logs to CloudWatch Logs": none is on unless it is listed. */
export const requireEksAuditLog = definePolicy({
  id: "require-eks-audit-log",
  title: "Clusters must log what is asked of the API server and who asks",
  rationale: "Without the audit and authenticator logs nobody can tell afterwards who did what in the cluster.",
  remediation: 'List "audit" and "authenticator" in enabledClusterLogTypes.',
  fix: 'list "audit" and "authenticator" in enabledClusterLogTypes',
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["CIS-EKS-2.1.1", "NSA-LOG-01"],
  fixable: true,
  examples: {
    good: [
      { name: "both", resources: [{ type: CLUSTER, props: { enabledClusterLogTypes: ["audit", "authenticator"] } }] },
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
          'cluster must have audit (enabledClusterLogTypes); cluster must have authenticator (enabledClusterLogTypes). Fix: list "audit" and "authenticator" in enabledClusterLogTypes.',
      },
      {
        name: "another",
        resources: [{ type: CLUSTER, props: { enabledClusterLogTypes: ["api", "audit"] } }],
        message:
          'cluster must have authenticator (enabledClusterLogTypes). Fix: list "audit" and "authenticator" in enabledClusterLogTypes.',
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) => unwrittenLogs(resource, TYPES),
});
