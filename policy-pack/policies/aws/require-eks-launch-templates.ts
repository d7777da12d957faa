import { NODE_GROUP, nodeGroupOf } from "../../aws/node-group.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/**
 * Amazon EKS user guide, "Customize managed nodes with launch templates": without one the hop limit of the metadata
 * service is 2, and volumes have the key of AWS.
 */
export const requireEksLaunchTemplates = definePolicy({
  id: "require-eks-launch-templates",
  title: "Node groups must have a launch template of their own",
  rationale:
    "Without one EKS makes it: pods reach the node's credentials over the metadata service, and volumes have no customer key.",
  remediation:
    "Make an aws.ec2.LaunchTemplate with metadataOptions (httpTokens required, hop limit 1) and encrypted volumes, and name it in launchTemplate. Nodes of Auto Mode need none.",
  fix: "make a launch template with metadataOptions and encrypted volumes",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-CLD-01", "NSA-CP-09"],
  examples: {
    good: [
      {
        name: "a launch template",
        resources: [{ type: NODE_GROUP, props: { clusterName: "prod", launchTemplate: { id: "lt-1", version: "1" } } }],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [{ type: NODE_GROUP, props: { clusterName: "prod", diskSize: 50 } }],
        message:
          "node group must set launchTemplate (launchTemplate). Fix: make a launch template with metadataOptions and encrypted volumes.",
      },
    ],
  },
  subject: "resource",
  types: [NODE_GROUP],
  check: (resource) =>
    onResource("node group", "launchTemplate", () =>
      nodeGroupOf(resource).launchTemplate === undefined ? { missing: "must set launchTemplate" } : undefined,
    ),
});
