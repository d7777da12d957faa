import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../../../components/eks/policy-document.js";

interface ClusterParts {
  readonly keyArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string>[];
  readonly groupId: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
}

const PRINCIPAL = "arn:aws:iam::123456789012:role/platform-admins";
const tags = { team: "platform" };

export function cluster(name: string, parts: ClusterParts, options: pulumi.CustomResourceOptions): void {
  const made = new aws.eks.Cluster(
    `${name}-cluster`,
    {
      name: "sample",
      version: "1.35",
      roleArn: "arn:aws:iam::123456789012:role/control-plane",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      defaultAddonsToRemoves: ["vpc-cni"],
      deletionProtection: true,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: parts.keyArn }, resources: ["secrets"] },
      forceUpdateVersion: false,
      kubeApiServerConfig: { eventTtl: "60m", serviceNodePortRange: { minPort: 30000, maxPort: 32767 } },
      kubeControllerManagerConfig: { podGcControllerConfig: { terminatedPodGcThreshold: 1000 } },
      kubernetesNetworkConfig: {
        ipFamily: "ipv4",
        serviceIpv4Cidr: "172.20.0.0/16",
        elasticLoadBalancing: { enabled: true },
      },
      computeConfig: { enabled: true, nodePools: [], nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" },
      storageConfig: { blockStorage: { enabled: true } },
      controlPlaneScalingConfig: { tier: "standard" },
      remoteNetworkConfig: {
        remoteNodeNetworks: { cidrs: ["10.200.0.0/16"] },
        remotePodNetworks: { cidrs: ["10.201.0.0/16"] },
      },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      vpcConfig: {
        subnetIds: parts.subnetIds,
        securityGroupIds: [parts.groupId],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        controlPlaneEgressMode: "CUSTOMER_ROUTED",
      },
      tags,
    },
    options,
  );
  nodes(name, made, parts, options);
  access(name, made.name, options);
  new aws.eks.Addon(
    `${name}-addon`,
    {
      clusterName: made.name,
      addonName: "vpc-cni",
      addonVersion: "v1.21.1-eksbuild.3",
      configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
      resolveConflictsOnCreate: "NONE",
      resolveConflictsOnUpdate: "PRESERVE",
      preserve: false,
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/cni" }],
      tags,
    },
    options,
  );
}

function nodes(name: string, made: aws.eks.Cluster, parts: ClusterParts, options: pulumi.CustomResourceOptions): void {
  const group = new aws.ec2.PlacementGroup(
    `${name}-spread`,
    { strategy: "spread", spreadLevel: "rack", tags },
    options,
  );
  new aws.ec2.InstanceMetadataDefaults(`${name}-imds`, { httpTokens: "required", httpPutResponseHopLimit: 1 }, options);
  const volume = {
    encrypted: "true",
    kmsKeyId: parts.keyArn,
    volumeType: "gp3",
    volumeSize: 20,
    deleteOnTermination: "true",
  };
  const template = new aws.ec2.LaunchTemplate(
    `${name}-template`,
    {
      description: "Nodes of the sample",
      updateDefaultVersion: true,
      blockDeviceMappings: ["/dev/xvda", "/dev/xvdb"].map((deviceName) => ({ deviceName, ebs: volume })),
      ebsOptimized: "true",
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        httpProtocolIpv6: "disabled",
        instanceMetadataTags: "disabled",
      },
      monitoring: { enabled: true },
      networkInterfaces: [
        { associatePublicIpAddress: "false", deleteOnTermination: "true", securityGroups: [parts.groupId] },
      ],
      placement: { groupName: group.name },
      privateDnsNameOptions: { hostnameType: "resource-name", enableResourceNameDnsARecord: true },
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      userData: Buffer.from("[settings.kubernetes]").toString("base64"),
      tags,
    },
    options,
  );
  new aws.eks.NodeGroup(
    `${name}-nodes`,
    {
      clusterName: made.name,
      nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
      subnetIds: parts.subnetIds,
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "ON_DEMAND",
      instanceTypes: ["m7i.large"],
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
      nodeRepairConfig: { enabled: true, maxParallelNodesRepairedCount: 1 },
      labels: { team: "platform" },
      taints: [{ key: "dedicated", value: "sample", effect: "NO_SCHEDULE" }],
      forceUpdateVersion: false,
      tags,
    },
    options,
  );
  new aws.eks.FargateProfile(
    `${name}-fargate`,
    {
      clusterName: made.name,
      podExecutionRoleArn: "arn:aws:iam::123456789012:role/fargate",
      selectors: [{ namespace: "batch" }],
      subnetIds: parts.subnetIds,
    },
    options,
  );
}

function access(name: string, clusterName: pulumi.Input<string>, options: pulumi.CustomResourceOptions): void {
  const principalArn = PRINCIPAL;
  new aws.eks.AccessEntry(
    `${name}-entry`,
    { clusterName, principalArn, type: "STANDARD", kubernetesGroups: ["operators"], userName: "operator", tags },
    options,
  );
  new aws.eks.AccessPolicyAssociation(
    `${name}-view`,
    {
      clusterName,
      principalArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "namespace", namespaces: ["shop"] },
    },
    options,
  );
  new aws.eks.PodIdentityAssociation(
    `${name}-identity`,
    {
      clusterName,
      namespace: "shop",
      serviceAccount: "web",
      roleArn: "arn:aws:iam::123456789012:role/web",
      disableSessionTags: true,
      policy: policyDocument([{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::sample/web/*" }]),
      tags,
    },
    options,
  );
  new aws.eks.IdentityProviderConfig(
    `${name}-people`,
    {
      clusterName,
      oidc: {
        clientId: "kubernetes",
        identityProviderConfigName: "people",
        issuerUrl: "https://login.example.com",
        groupsPrefix: "oidc:",
        requiredClaims: { tenant: "sample" },
      },
      tags,
    },
    options,
  );
}
