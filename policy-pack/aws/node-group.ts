import { list, object, text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";

/** `aws.eks.NodeGroup`, by @pulumi/aws 7.48. */
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

const shape = object({
  amiType: text,
  launchTemplate: object({}),
  remoteAccess: object({ ec2SshKey: text, sourceSecurityGroupIds: list(text) }),
  subnetIds: list(text),
});

export type NodeGroup = NonNullable<ReturnType<typeof shape>>;

/** The inputs of a node group. */
export const nodeGroupOf = ({ props }: Resource): NodeGroup => shape(props) ?? {};
