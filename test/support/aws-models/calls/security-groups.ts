import { isRecord } from "../constraints.js";
import { type CallsByType, ofTheProvider, type Properties, type ResourceCalls, tagList } from "../mapping.js";
import { tagsOf } from "./compute.js";

/** An inline rule as the permission that it becomes. */
const permissions = (rules: unknown): unknown => (Array.isArray(rules) ? rules.map(permission) : rules);

function permission(rule: unknown): unknown {
  if (!isRecord(rule)) return rule;
  const { cidrBlocks, ipv6CidrBlocks, prefixListIds, securityGroups, self, description, protocol, ...ports } = rule;
  const described = description === undefined ? {} : { Description: description };
  const ranges = (key: string, values: unknown): unknown =>
    Array.isArray(values) ? values.map((value: unknown) => ({ [key]: value, ...described })) : values;
  return {
    ...ports,
    ipProtocol: protocol,
    ipRanges: ranges("CidrIp", cidrBlocks),
    ipv6Ranges: ranges("CidrIpv6", ipv6CidrBlocks),
    prefixListIds: ranges("PrefixListId", prefixListIds),
    userIdGroupPairs: ranges("GroupId", self === true ? [GROUP, ...[securityGroups ?? []].flat()] : securityGroups),
  };
}

const GROUP = "sg-1234567890abcdef0";
const sides: Properties = {
  ingress: { to: "AuthorizeSecurityGroupIngress/IpPermissions", as: permissions },
  egress: { to: "AuthorizeSecurityGroupEgress/IpPermissions", as: permissions },
};
const ownId = { "AuthorizeSecurityGroupIngress/GroupId": GROUP, "AuthorizeSecurityGroupEgress/GroupId": GROUP };

/** One rule as a resource; what describes it is the description of whatever it lets in or out. */
const rule = (operation: string): ResourceCalls => ({
  service: "ec2",
  calls: [operation],
  properties: {
    securityGroupId: "GroupId",
    ipProtocol: "IpPermissions[0].IpProtocol",
    fromPort: "IpPermissions[0].FromPort",
    toPort: "IpPermissions[0].ToPort",
    cidrIpv4: "IpPermissions[0].IpRanges[0].CidrIp",
    cidrIpv6: "IpPermissions[0].Ipv6Ranges[0].CidrIpv6",
    prefixListId: "IpPermissions[0].PrefixListIds[0].PrefixListId",
    referencedSecurityGroupId: "IpPermissions[0].UserIdGroupPairs[0].GroupId",
    description: "IpPermissions[0].IpRanges[0].Description",
    tags: { to: "TagSpecifications", as: tagsOf("security-group-rule") },
  },
});

export const SECURITY_GROUPS: CallsByType = {
  "aws:ec2/securityGroup:SecurityGroup": {
    service: "ec2",
    calls: ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
    named: "name",
    properties: {
      ...sides,
      name: "GroupName",
      namePrefix: { to: "GroupName", as: (prefix) => `${prefix}12345678` },
      revokeRulesOnDelete: ofTheProvider,
      tags: { to: "TagSpecifications", as: tagsOf("security-group") },
    },
    sent: { ...ownId, Description: "Managed by Pulumi" },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    service: "ec2",
    calls: ["DescribeSecurityGroups", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "CreateTags"],
    properties: {
      ...sides,
      vpcId: { to: "Filters", as: (vpc) => [{ Name: "vpc-id", Values: [vpc] }] },
      revokeRulesOnDelete: ofTheProvider,
      tags: { to: "CreateTags/Tags", as: tagList() },
    },
    sent: { ...ownId, "CreateTags/Resources": [GROUP] },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("AuthorizeSecurityGroupIngress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("AuthorizeSecurityGroupEgress"),
};
