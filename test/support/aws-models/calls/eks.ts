import { type CallsByType, inList, ofTheProvider, type Properties, textOf, unchecked } from "../mapping.js";

const computed = unchecked("computed by AWS; the provider sends none");

const remoteNetworks: Properties = {
  remoteNodeNetworks: { as: inList },
  remotePodNetworks: { as: inList },
};

export const EKS: CallsByType = {
  "aws:eks/cluster:Cluster": {
    service: "eks",
    calls: ["CreateCluster"],
    named: "name",
    properties: {
      vpcConfig: { to: "resourcesVpcConfig", inside: { clusterSecurityGroupId: computed, vpcId: computed } },
      encryptionConfig: { as: inList },
      enabledClusterLogTypes: { to: "logging.clusterLogging", as: (types) => [{ types, enabled: true }] },
      kubernetesNetworkConfig: { inside: { serviceIpv6Cidr: computed } },
      remoteNetworkConfig: { inside: remoteNetworks },
      defaultAddonsToRemoves: ofTheProvider,
      forceUpdateVersion: unchecked("of UpdateClusterVersion: a truth, without further limits"),
    },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    service: "eks",
    calls: ["CreateNodegroup"],
    named: "nodeGroupName",
    properties: {
      nodeGroupName: "nodegroupName",
      nodeGroupNamePrefix: { to: "nodegroupName", as: (prefix) => `${prefix}12345678` },
      nodeRoleArn: "nodeRole",
      subnetIds: "subnets",
      launchTemplate: { inside: { version: { as: textOf } } },
      remoteAccess: { inside: { sourceSecurityGroupIds: "sourceSecurityGroups" } },
      forceUpdateVersion: unchecked("of UpdateNodegroupVersion: a truth, without further limits"),
    },
  },
  "aws:eks/accessEntry:AccessEntry": { service: "eks", calls: ["CreateAccessEntry"] },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": { service: "eks", calls: ["AssociateAccessPolicy"] },
  "aws:eks/addon:Addon": {
    service: "eks",
    calls: ["CreateAddon", "UpdateAddon"],
    properties: {
      clusterName: ["clusterName", "UpdateAddon/clusterName"],
      addonName: ["addonName", "UpdateAddon/addonName"],
      resolveConflictsOnCreate: "resolveConflicts",
      resolveConflictsOnUpdate: "UpdateAddon/resolveConflicts",
      preserve: unchecked("of DeleteAddon: a truth, without further limits"),
    },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    service: "eks",
    calls: ["CreatePodIdentityAssociation"],
  },
  "aws:eks/identityProviderConfig:IdentityProviderConfig": {
    service: "eks",
    calls: ["AssociateIdentityProviderConfig"],
  },
  "aws:eks/fargateProfile:FargateProfile": {
    service: "eks",
    calls: ["CreateFargateProfile"],
    named: "fargateProfileName",
    properties: { subnetIds: "subnets" },
  },
};
