import type { Json } from "../../../../sandbox/plugins/provider/values.js";
import { type Account, CREATOR } from "../account.js";
import type { LiveResource } from "../journal.js";
import { at } from "../paths.js";
import { arn, type Making } from "../table.js";
import { attachedTo, has } from "./roles.js";

export const CLUSTER = "aws:eks/cluster:Cluster";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** The value at a path that has one. */
export const one = (map: Making["inputs"], path: string): Json | undefined => at(map, path)[0] as Json | undefined;

export const vpcOf = ({ account, inputs }: Pick<Making, "account" | "inputs">): Json | undefined =>
  account.get("aws:ec2/subnet:Subnet", String(one(inputs, "vpcConfig.subnetIds")))?.state.vpcId;

/** What goes with its cluster, by the property that names it. */
const PARTS = [
  ENTRY,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/addon:Addon",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  "aws:eks/identityProviderConfig:IdentityProviderConfig",
];

/** What EKS makes by itself: its security group, the creator's entry, the log group of logs that have none. */
export function makeParts(making: Making): void {
  const { account, id, inputs, accountId, partition } = making;
  const live = account.get(CLUSTER, id);
  const group = String(live === undefined ? "" : one(live.state, "vpcConfig.clusterSecurityGroupId"));
  account.record({
    op: "create",
    type: GROUP,
    id: group,
    state: {
      id: group,
      name: `eks-cluster-sg-${id}`,
      vpcId: vpcOf(making) ?? "",
      arn: arn(making, "ec2", `security-group/${group}`),
    },
  });
  if (one(inputs, "accessConfig.bootstrapClusterCreatorAdminPermissions") !== false) {
    const principalArn = `arn:${partition}:iam::${accountId}:role/${CREATOR}`;
    account.record({
      op: "create",
      type: ENTRY,
      id: `${id}:${principalArn}`,
      state: { clusterName: id, principalArn, type: "STANDARD" },
    });
    const policyArn = `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
    account.record({
      op: "create",
      type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      id: `${id}#${principalArn}#${policyArn}`,
      state: { clusterName: id, principalArn, policyArn, accessScope: { type: "cluster" } },
    });
  }
  makeLogGroup(making);
}

/** Without it the group is made along with the first line, with neither key nor end. */
export function makeLogGroup({ account, id, inputs }: Pick<Making, "account" | "id" | "inputs">): void {
  const name = `/aws/eks/${id}/cluster`;
  if (at(inputs, "enabledClusterLogTypes").length > 0 && account.get(LOG_GROUP, name) === undefined)
    account.record({ op: "create", type: LOG_GROUP, id: name, state: { name, retentionInDays: 0 } });
}

export function removeParts({ id, state }: LiveResource, account: Account): void {
  for (const type of PARTS)
    for (const part of [...account.all(type)])
      if (part.state.clusterName === id) account.record({ op: "delete", type, id: part.id });
  const group = String(one(state, "vpcConfig.clusterSecurityGroupId"));
  const role = account.find("aws:iam/role:Role", "arn", state.roleArn);
  const mayDelete = role !== undefined && has(attachedTo(account, role), "AmazonEKSClusterPolicy");
  const used = [
    ...account.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
    ...account.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
  ].some((rule) => rule.state.referencedSecurityGroupId === group && rule.state.securityGroupId !== group);
  // Without the right, or while rules of others name it, EKS leaves its group behind, and the VPC with it.
  if (mayDelete && !used) account.record({ op: "delete", type: GROUP, id: group });
}
