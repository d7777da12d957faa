import { NODE_GROUP, nodeGroupOf } from "../../aws/node-group.js";
import { onResource } from "../../aws/verdicts.js";
import { remove } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "RemoteAccessConfig": without source security groups port 22 is open to 0.0.0.0/0. */
export const noEksNodeSsh = definePolicy({
  id: "no-eks-node-ssh",
  title: "Node groups must not be open for SSH",
  rationale:
    "SSH to a node is root for whoever has the key, past the API server and its audit log; without source groups the port is open to the world.",
  remediation: "Remove remoteAccess; reach nodes by AWS Systems Manager Session Manager where that is needed at all.",
  fix: "remove remoteAccess",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-NODE-01"],
  fixable: true,
  examples: {
    good: [
      { name: "no SSH", resources: [{ type: NODE_GROUP, props: { clusterName: "prod", subnetIds: ["subnet-1"] } }] },
    ],
    bad: [
      {
        name: "a key",
        resources: [{ type: NODE_GROUP, props: { clusterName: "prod", remoteAccess: { ec2SshKey: "ops" } } }],
        message: "node group must not be open for SSH (remoteAccess). Fix: remove remoteAccess.",
      },
      {
        name: "a key for some",
        resources: [
          {
            type: NODE_GROUP,
            props: { clusterName: "prod", remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: ["sg-1"] } },
          },
        ],
        message: "node group must not be open for SSH (remoteAccess). Fix: remove remoteAccess.",
      },
    ],
  },
  subject: "resource",
  types: [NODE_GROUP],
  check: (resource) =>
    onResource("node group", "remoteAccess", () =>
      nodeGroupOf(resource).remoteAccess === undefined
        ? undefined
        : { must: "must not be open for SSH", at: undefined, fix: remove("remoteAccess") },
    ),
});
