import { nameOfAwsPolicy, onManagedPolicies } from "../../aws/managed-policies.js";
import { isOfNodeRole, NODE_ROLE_TYPES } from "../../aws/node-role.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Policies of one's own are known by their name, those of AWS as well. */
const nameOf = (arn: string): string => nameOfAwsPolicy(arn) ?? arn.split("/").at(-1) ?? "";

/** Only names that AWS gave are shown. */
const shown = (arn: string): string => nameOfAwsPolicy(arn) ?? "a policy of its own";

/** Roles of node groups and of Auto Mode, and those that have a policy of AWS that nodes alone have. */
export const restrictNodeRolePolicies = definePolicy({
  id: "restrict-node-role-policies",
  title: "Roles of nodes must have policies for nodes only",
  rationale:
    "What the role of a node may do, every pod on it can do that reaches the metadata service, and whoever gets out of a container.",
  remediation:
    "Attach AmazonEKSWorkerNodeMinimalPolicy and AmazonEC2ContainerRegistryPullOnly. Give what pods need (AmazonEKS_CNI_Policy, drivers, agents) to their service accounts by EKS Pod Identity.",
  fix: "give it to a service account by EKS Pod Identity",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.1.3", "NSA-CLD-02"],
  settings: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEKSWorkerNodePolicy",
        "AmazonSSMManagedInstanceCore",
      ],
      description: "Names of the policies, of AWS or of your own, that roles of nodes may have.",
    },
  },
  examples: {
    good: [
      {
        name: "policies for nodes",
        resources: [
          { type: ROLE, name: "nodes", props: { assumeRolePolicy: "{}" } },
          {
            type: ATTACHMENT,
            name: "worker",
            props: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy" },
            dependencies: { role: ["nodes"] },
          },
          {
            type: ATTACHMENT,
            name: "pull",
            props: { policyArn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly" },
            dependencies: { role: ["nodes"] },
          },
        ],
      },
      {
        name: "the CNI by a role of its own",
        resources: [
          { type: ROLE, name: "nodes", props: { name: "nodes", assumeRolePolicy: "{}" } },
          { type: ROLE, name: "cni", props: { name: "cni", assumeRolePolicy: "{}" } },
          { type: "aws:eks/nodeGroup:NodeGroup", name: "group", props: {}, dependencies: { nodeRoleArn: ["nodes"] } },
          {
            type: ATTACHMENT,
            name: "cni-rights",
            props: { role: "cni", policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy" },
          },
        ],
      },
      {
        name: "a policy of one's own that is allowed",
        settings: { allowed: ["AmazonEKSWorkerNodePolicy", "node-logs"] },
        resources: [
          {
            type: ROLE,
            name: "nodes",
            props: {
              managedPolicyArns: [
                "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                "arn:aws:iam::111122223333:policy/node-logs",
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the CNI on the nodes",
        resources: [
          { type: ROLE, name: "nodes", props: { assumeRolePolicy: "{}" } },
          { type: "aws:eks/nodeGroup:NodeGroup", name: "group", props: {}, dependencies: { nodeRoleArn: ["nodes"] } },
          {
            type: ATTACHMENT,
            name: "cni",
            props: { policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy" },
            dependencies: { role: ["nodes"] },
          },
        ],
        message:
          "role of nodes must not have AmazonEKS_CNI_Policy (policyArn). Fix: give it to a service account by EKS Pod Identity.",
      },
      {
        name: "the right to push images, in a list",
        resources: [
          {
            type: ROLE,
            name: "nodes",
            props: {
              managedPolicyArns: [
                "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser",
              ],
            },
          },
        ],
        message:
          "role of nodes must not have AmazonEC2ContainerRegistryPowerUser (managedPolicyArns[1]). Fix: give it to a service account by EKS Pod Identity.",
      },
      {
        name: "a policy of one's own on a role that another stack made",
        resources: [
          {
            type: "aws:eks/nodeGroup:NodeGroup",
            name: "group",
            props: { nodeRoleArn: "arn:aws:iam::111122223333:role/eks/nodes" },
          },
          {
            type: ATTACHMENT,
            name: "uploads",
            props: { role: "nodes", policyArn: "arn:aws:iam::111122223333:policy/uploads" },
          },
        ],
        message:
          "role of nodes must not have a policy of its own (policyArn). Fix: give it to a service account by EKS Pod Identity.",
      },
      {
        name: "a driver on the nodes of Auto Mode",
        resources: [
          { type: ROLE, name: "nodes", props: { assumeRolePolicy: "{}" } },
          {
            type: "aws:eks/cluster:Cluster",
            name: "cluster",
            props: { computeConfig: { enabled: true } },
            dependencies: { computeConfig: ["nodes"] },
          },
          {
            type: ATTACHMENT,
            name: "ebs",
            props: { policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" },
            dependencies: { role: ["nodes"] },
          },
        ],
        message:
          "role of nodes must not have AmazonEBSCSIDriverPolicy (policyArn). Fix: give it to a service account by EKS Pod Identity.",
      },
    ],
  },
  subject: "stack",
  types: NODE_ROLE_TYPES,
  check: (resources, _, { allowed }) =>
    new Map(
      resources
        .filter(({ type }) => type === ROLE || type === ATTACHMENT)
        .map((resource) => [
          resource,
          unless(
            () => !isOfNodeRole(resource, resources),
            onManagedPolicies(resource, (arn, path) =>
              onResource("role of nodes", path, () =>
                allowed.includes(nameOf(arn)) ? undefined : `must not have ${shown(arn)}`,
              ),
            ),
          ),
        ]),
    ),
});
