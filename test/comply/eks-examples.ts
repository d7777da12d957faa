import type * as pulumi from "@pulumi/pulumi";
import * as eks from "../../components/eks/index.js";
import { SampleCluster } from "../proof/aws-models/sample/index.js";

const ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform-admins";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const READING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::carts/*" }],
});
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NETWORK = { clusterName: "shop", cidr: "10.0.0.0/16", logsKeyArn: KEY };
const CLUSTER = {
  administrators: [ADMINISTRATOR],
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  secretsKeyArn: KEY,
  logsKeyArn: KEY,
};
const NODES = {
  clusterName: "shop",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  clusterSecurityGroupId: "sg-0123456789abcdef0",
  volumesKeyArn: KEY,
};

/**
 * Components on EKS as their users write them, by name, with every input that makes them register something else. What
 * they register is held against AWS's own models and against IAM in `eks-models.test.ts`.
 */
export const EKS_EXAMPLES: Readonly<Record<string, () => pulumi.Resource>> = {
  SampleCluster: () => new SampleCluster("sample"),
  ClusterNetwork: () => new eks.ClusterNetwork("network", { ...NETWORK, publicSubnets: true }),
  "ClusterNetwork without internet": () =>
    new eks.ClusterNetwork("network", {
      ...NETWORK,
      availabilityZones: ["eu-central-1a", "eu-central-1b"],
      internetAccess: eks.InternetAccess.None,
      blockPublicAccess: eks.BlockPublicAccess.Bidirectional,
    }),
  NodeGroup: () => new eks.NodeGroup("workers", NODES),
  "NodeGroup of Amazon Linux on Arm": () =>
    new eks.NodeGroup("workers", {
      ...NODES,
      os: eks.NodeOs.AmazonLinux2023,
      architecture: eks.Architecture.Arm,
      version: "1.34",
      capacityType: eks.CapacityType.Spot,
      maxUnavailable: 1,
      allowSessionManager: true,
      labels: { "example.com/team": "shop" },
      taints: [{ key: "dedicated", value: "shop", effect: eks.TaintEffect.NoSchedule }],
      egress: { network: { cidr: "10.0.0.0/16" }, buckets: { prefixListId: "pl-6ea54007" } },
      tags: { team: "shop" },
    }),
  AutoModeNodes: () =>
    new eks.AutoModeNodes("general", {
      clusterName: NODES.clusterName,
      subnetIds: NODES.subnetIds,
      securityGroupId: NODES.clusterSecurityGroupId,
      volumesKeyArn: KEY,
    }),
  HardenedEks: () => new eks.HardenedEks("shop", { administrators: [ADMINISTRATOR], network: { cidr: "10.0.0.0/16" } }),
  "HardenedEks with everything": () =>
    new eks.HardenedEks("shop", {
      administrators: [ADMINISTRATOR],
      network: { cidr: "10.0.0.0/16", internetAccess: eks.InternetAccess.None },
      nodeGroups: { workers: {}, arm: { os: eks.NodeOs.AmazonLinux2023, architecture: eks.Architecture.Arm } },
      access: {
        shop: {
          principalArn: `${ADMINISTRATOR}-2`,
          policies: [{ policy: eks.AccessPolicy.Edit, namespaces: ["shop"] }],
        },
      },
      breakGlassRoleArn: "arn:aws:iam::123456789012:role/emergency",
      auditArchive: {},
      permissionsBoundary: BOUNDARY,
      tags: { team: "platform" },
    }),
  KeyRing: () => new eks.KeyRing("shop", { clusterName: "shop", administrators: [ADMINISTRATOR] }),
  Cluster: () => new eks.Cluster("shop", CLUSTER),
  "Cluster in Auto Mode": () =>
    new eks.Cluster("shop", {
      ...CLUSTER,
      autoMode: true,
      volumesKeyArn: KEY,
      serviceCidr: "172.20.0.0/16",
      allowPublicEndpoint: { cidrs: ["203.0.113.0/24"] },
      controlPlaneEgress: eks.ControlPlaneEgress.CustomerRouted,
      eventTtl: "30m",
      nodePorts: { from: 31_000, to: 31_100 },
      versionSupport: eks.VersionSupport.Extended,
      permissionsBoundary: BOUNDARY,
    }),
  Access: () =>
    new eks.Access("access", {
      clusterName: "shop",
      entries: {
        developers: {
          principalArn: `${ADMINISTRATOR}-2`,
          policies: [{ policy: eks.AccessPolicy.Edit, namespaces: ["shop"] }],
        },
        auditors: { principalArn: `${ADMINISTRATOR}-3`, kubernetesGroups: ["auditors"] },
      },
    }),
  IdentityProvider: () =>
    new eks.IdentityProvider("people", {
      clusterName: "shop",
      issuerUrl: "https://login.example.com/realms/platform",
      clientId: "shop-cluster",
      requiredClaims: { department: "platform" },
      groupsClaim: "groups",
    }),
  WorkloadIdentity: () =>
    new eks.WorkloadIdentity("cart", {
      clusterName: "shop",
      namespace: "shop",
      serviceAccount: "cart",
      policy: READING,
      sessionPolicy: READING,
      permissionsBoundary: BOUNDARY,
    }),
  "WorkloadIdentity by web identity": () =>
    new eks.WorkloadIdentity("cart", {
      clusterName: "shop",
      namespace: "shop",
      serviceAccount: "cart",
      policy: READING,
      method: eks.IdentityMethod.WebIdentity,
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123ABCD",
    }),
  BreakGlass: () =>
    new eks.BreakGlass("emergency", {
      clusterName: "shop",
      principalArn: "arn:aws:iam::123456789012:role/emergency",
      logGroupName: "/aws/eks/shop/cluster",
      alarmTopicArns: [TOPIC],
      assumptionTopicArn: TOPIC,
    }),
  NetworkAddons: () => new eks.NetworkAddons("network", { clusterName: "shop", version: "1.35" }),
  Addons: () => new eks.Addons("addons", { clusterName: "shop", version: "1.35", volumesKeyArn: KEY }),
  EncryptedStorageClass: () => new eks.EncryptedStorageClass("storage", { volumesKeyArn: KEY }),
  AuditTrail: () =>
    new eks.AuditTrail("shop", {
      clusterName: "shop",
      alarmTopicArns: [TOPIC],
      archive: { keyArn: KEY },
      automation: ["arn:aws:sts::123456789012:assumed-role/deploy/*"],
      expectedSourceCidrs: ["10.0.0.0/8"],
    }),
  ThreatDetection: () => new eks.ThreatDetection("account", { findingsTopicArn: TOPIC }),
  Registry: () =>
    new eks.Registry("shop", {
      registryKeyArn: KEY,
      repositories: {
        "shop/web": { allowMovingTags: ["cache"], pullAccountIds: ["210987654321"] },
        "shop/api": {},
      },
      caches: { k8s: { upstream: "registry.k8s.io" } },
    }),
};

/** Examples that loosen something, and the policies that then must say so. */
export const LOOSENED: Readonly<Record<string, readonly string[]>> = {
  "Cluster in Auto Mode": ["no-eks-public-endpoint", "require-eks-standard-support"],
};

/** What functions of the provider answer to the examples, beside the account. */
export const EKS_ANSWERS: Readonly<Record<string, object>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
  },
};
