import { type CallsByType, ofTheProvider, type Place, tagList } from "../mapping.js";

const prefixed = (member: string): Place => ({ to: member, as: (prefix) => `${prefix}12345678` });

export const IAM: CallsByType = {
  "aws:iam/role:Role": {
    service: "iam",
    calls: ["CreateRole"],
    named: "name",
    properties: {
      name: "RoleName",
      namePrefix: prefixed("RoleName"),
      assumeRolePolicy: "AssumeRolePolicyDocument",
      forceDetachPolicies: ofTheProvider,
      tags: { to: "Tags", as: tagList() },
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    service: "iam",
    calls: ["PutRolePolicy"],
    named: "name",
    properties: {
      name: "PolicyName",
      namePrefix: prefixed("PolicyName"),
      role: "RoleName",
      policy: "PolicyDocument",
    },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    service: "iam",
    calls: ["AttachRolePolicy"],
    properties: { role: "RoleName" },
  },
  "aws:iam/policy:Policy": {
    service: "iam",
    calls: ["CreatePolicy"],
    named: "name",
    properties: {
      name: "PolicyName",
      namePrefix: prefixed("PolicyName"),
      policy: "PolicyDocument",
      tags: { to: "Tags", as: tagList() },
    },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    service: "iam",
    calls: ["CreateOpenIDConnectProvider"],
    properties: { tags: { to: "Tags", as: tagList() } },
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    service: "iam",
    calls: ["CreateServiceLinkedRole", "TagRole"],
    properties: { tags: { to: "TagRole/Tags", as: tagList() } },
    sent: { "TagRole/RoleName": "AWSServiceRoleForService" },
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    service: "iam",
    calls: ["CreateInstanceProfile", "AddRoleToInstanceProfile"],
    named: "name",
    properties: {
      name: ["InstanceProfileName", "AddRoleToInstanceProfile/InstanceProfileName"],
      role: "AddRoleToInstanceProfile/RoleName",
      tags: { to: "Tags", as: tagList() },
    },
  },
};
