import { child } from "../kubernetes/object.js";
import { list, text } from "../kubernetes/shape.js";
import type { NonEmpty, Resource } from "../policy.js";
import { all, some } from "../unknown.js";
import { nameOfAwsPolicy } from "./managed-policies.js";

const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";

/** Types by which one sees that a role is that of nodes, and what it may do. */
export const NODE_ROLE_TYPES: NonEmpty<string> = [ROLE, ATTACHMENT, NODE_GROUP, CLUSTER];

/** Policies of AWS that nodes of EKS have, and nobody else. */
const OF_NODES: ReadonlySet<string | undefined> = new Set([
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKSWorkerNodePolicy",
]);

const isOfNodes = (arn: string | undefined): boolean => OF_NODES.has(nameOfAwsPolicy(arn ?? ""));

/** A role of the stack by its URN, another one by its name. */
type RoleRef = string | undefined;

/**
 * Which role a property leads to: by where its value comes from, or by the name that it states, alone or in an ARN.
 *
 * @throws UnknownRead where neither is known.
 */
function roleOf(resource: Resource, property: string, read: () => unknown, resources: readonly Resource[]): RoleRef {
  const roles = resources.filter(({ type }) => type === ROLE);
  const source = roles.find(({ urn }) => resource.dependencies?.[property]?.includes(urn));
  if (source !== undefined) return source.urn;
  const name = text(read())?.split("/").at(-1);
  if (!name) return undefined;
  return roles.find((role) => statedName(role) === name)?.urn ?? name;
}

/** `undefined` where the provider makes it up: nobody can have written it down then. */
function statedName({ props }: Resource): string | undefined {
  const { get, value } = Object.getOwnPropertyDescriptor(props, "name") ?? {};
  return get === undefined ? text(value) : undefined;
}

/** The role that a managed policy is attached to by a resource of the type `RolePolicyAttachment`. */
const attachedTo = (attachment: Resource, resources: readonly Resource[]): RoleRef =>
  roleOf(attachment, "role", () => attachment.props.role, resources);

/** Policies that the stack makes itself are none of AWS, though their ARNs are unknown before deployment. */
const attachesPolicyOfNodes = ({ props, dependencies }: Resource): boolean =>
  (dependencies?.policyArn?.length ?? 0) === 0 && isOfNodes(text(props.policyArn));

/** Whether a resource shows that a role is one of nodes. */
function shows(resource: Resource, role: RoleRef, resources: readonly Resource[]): boolean {
  const { type, props, urn } = resource;
  switch (type) {
    case NODE_GROUP:
      return roleOf(resource, "nodeRoleArn", () => props.nodeRoleArn, resources) === role;
    case CLUSTER:
      return roleOf(resource, "computeConfig", () => child(props.computeConfig, "nodeRoleArn"), resources) === role;
    case ATTACHMENT:
      return all(
        () => attachedTo(resource, resources) === role,
        () => attachesPolicyOfNodes(resource),
      );
    case ROLE:
      return urn === role && some(list(text)(props.managedPolicyArns), isOfNodes);
    default:
      return false;
  }
}

/** Whether a role, or the role of an attachment, is one of nodes. */
export function isOfNodeRole(resource: Resource, resources: readonly Resource[]): boolean {
  const role = resource.type === ROLE ? resource.urn : attachedTo(resource, resources);
  return role !== undefined && some(resources, (other) => shows(other, role, resources));
}
