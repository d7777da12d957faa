/** Inputs as a program in any language sends them. */
export type Inputs = Readonly<Record<string, unknown>>;

export interface Example {
  readonly component: string;
  readonly inputs: Inputs;
}

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform-admins";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const READING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::carts/*" }],
});
const DEVELOPERS = {
  principalArn: `${ADMINISTRATOR}-2`,
  policies: [{ policy: "AmazonEKSEditPolicy", namespaces: ["shop"] }],
};
const SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const CLUSTER = { administrators: [ADMINISTRATOR], subnetIds: SUBNETS, secretsKeyArn: KEY, logsKeyArn: KEY };
const NODES = {
  clusterName: "shop",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: SUBNETS,
  clusterSecurityGroupId: "sg-0123456789abcdef0",
  volumesKeyArn: KEY,
};
const NETWORK = { clusterName: "shop", cidr: "10.0.0.0/16", logsKeyArn: KEY };
const IDENTITY = { clusterName: "shop", namespace: "shop", serviceAccount: "cart", policy: READING };
const WORKLOAD = { namespace: "shop", image: `registry.example/shop/web:1.4.2@sha256:${"0".repeat(64)}` };
const WHY = { reason: "It was so.", owner: "platform-team", expires: "2999-12-31" };

/** Every component with what it must at least be told, and again with what makes it register something else; by a name. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  access: {
    component: "Access",
    inputs: {
      clusterName: "shop",
      entries: {
        developers: DEVELOPERS,
        auditors: { principalArn: `${ADMINISTRATOR}-3`, kubernetesGroups: ["auditors"] },
      },
    },
  },
  addons: { component: "Addons", inputs: { clusterName: "shop", version: "1.35", volumesKeyArn: KEY } },
  admission: { component: "AdmissionPolicies", inputs: { writeDefaults: true } },
  "audit-trail": {
    component: "AuditTrail",
    inputs: {
      clusterName: "shop",
      alarmTopicArns: [TOPIC],
      archive: { keyArn: KEY },
      automation: ["arn:aws:sts::123456789012:assumed-role/deploy/*"],
      expectedSourceCidrs: ["10.0.0.0/8"],
    },
  },
  "auto-mode": {
    component: "AutoModeNodes",
    inputs: { clusterName: "shop", subnetIds: SUBNETS, securityGroupId: "sg-0123456789abcdef0", volumesKeyArn: KEY },
  },
  emergency: {
    component: "BreakGlass",
    inputs: {
      clusterName: "shop",
      principalArn: "arn:aws:iam::123456789012:role/emergency",
      logGroupName: "/aws/eks/shop/cluster",
      alarmTopicArns: [TOPIC],
      assumptionTopicArn: TOPIC,
    },
  },
  cluster: { component: "Cluster", inputs: CLUSTER },
  "auto-mode-cluster": {
    component: "Cluster",
    inputs: { ...CLUSTER, autoMode: true, volumesKeyArn: KEY, nodePorts: { from: 31_000, to: 31_100 } },
  },
  baseline: {
    component: "ClusterBaseline",
    inputs: {
      mode: "enforce",
      namespaces: { shop: { contact: "shop-team@example.com" }, legacy: { adopt: true, quota: { pods: 3 } } },
      people: {
        shop: { persona: "developer", groups: ["shop-developers"], namespace: "shop" },
        emergency: { persona: "break-glass", groups: ["cluster-emergency"], exemption: WHY },
      },
      admission: { settings: { imageRegistries: ["registry.example"] }, writeDefaults: true },
      systemNetwork: { resolvers: ["10.0.0.2/32"] },
      clusterNetwork: {},
    },
  },
  "audited-baseline": {
    component: "ClusterBaseline",
    inputs: { mode: "audit", auditPhase: WHY, namespaces: { legacy: { adopt: true } } },
  },
  network: { component: "ClusterNetwork", inputs: { ...NETWORK, publicSubnets: true } },
  "closed-network": {
    component: "ClusterNetwork",
    inputs: { ...NETWORK, internetAccess: "None", blockPublicAccess: "Bidirectional" },
  },
  "cluster-rules": { component: "ClusterNetworkRules", inputs: {} },
  files: {
    component: "ControlPlaneFiles",
    inputs: {
      kubernetesVersion: "v1.37.2",
      controlPlaneEndpoint: "k8s.example.com:6443",
      encryptionKeys: [{ name: "one", secret: Buffer.alloc(32).toString("base64") }],
    },
  },
  storage: { component: "EncryptedStorageClass", inputs: { volumesKeyArn: KEY } },
  report: { component: "HardenedCronJob", inputs: { ...WORKLOAD, schedule: "@daily" } },
  web: { component: "HardenedDeployment", inputs: { ...WORKLOAD, port: 8080 } },
  "loosened-web": {
    component: "HardenedDeployment",
    inputs: {
      ...WORKLOAD,
      allowRootUser: WHY,
      flows: [{ direction: "egress", addresses: [{ cidr: "10.20.0.0/16" }], ports: [{ port: 443 }] }],
    },
  },
  eks: { component: "HardenedEks", inputs: { administrators: [ADMINISTRATOR], network: { cidr: "10.0.0.0/16" } } },
  "whole-eks": {
    component: "HardenedEks",
    inputs: {
      administrators: [ADMINISTRATOR],
      network: { cidr: "10.0.0.0/16", internetAccess: "None" },
      nodeGroups: { workers: {}, arm: { os: "AmazonLinux2023", architecture: "arm64" } },
      access: { shop: DEVELOPERS },
      breakGlassRoleArn: "arn:aws:iam::123456789012:role/emergency",
      auditArchive: {},
      permissionsBoundary: BOUNDARY,
      tags: { team: "platform" },
    },
  },
  migration: { component: "HardenedJob", inputs: WORKLOAD },
  shop: { component: "HardenedNamespace", inputs: { imageRegistries: ["registry.example"] } },
  adopted: { component: "HardenedNamespace", inputs: { namespaceName: "billing", adopt: true } },
  cache: {
    component: "HardenedStatefulSet",
    inputs: { ...WORKLOAD, port: 6379, storage: { path: "/data", size: "1Gi" } },
  },
  people: {
    component: "IdentityProvider",
    inputs: {
      clusterName: "shop",
      issuerUrl: "https://login.example.com/realms/platform",
      clientId: "shop-cluster",
      requiredClaims: { department: "platform" },
      groupsClaim: "groups",
    },
  },
  keys: { component: "KeyRing", inputs: { clusterName: "shop", administrators: [ADMINISTRATOR] } },
  "network-addons": { component: "NetworkAddons", inputs: { clusterName: "shop", version: "1.35" } },
  rules: {
    component: "NetworkRules",
    inputs: {
      namespace: "shop",
      rules: [{ direction: "egress", pods: [{ anyNamespace: true }], ports: [{ port: 443 }] }],
    },
  },
  workers: { component: "NodeGroup", inputs: NODES },
  "other-workers": {
    component: "NodeGroup",
    inputs: { ...NODES, maxUnavailable: 1, taints: [{ key: "dedicated", value: "shop", effect: "NoSchedule" }] },
  },
  personas: {
    component: "RbacPersonas",
    inputs: { bindings: { shop: { persona: "developer", groups: ["shop-developers"], namespace: "shop" } } },
  },
  registry: {
    component: "Registry",
    inputs: {
      registryKeyArn: KEY,
      repositories: { "shop/web": { allowMovingTags: ["cache"], pullAccountIds: ["210987654321"] } },
      caches: { k8s: { upstream: "registry.k8s.io" } },
    },
  },
  system: { component: "SystemNetworkRules", inputs: { resolvers: ["10.0.0.2/32"] } },
  detection: { component: "ThreatDetection", inputs: { findingsTopicArn: TOPIC } },
  cart: { component: "WorkloadIdentity", inputs: { ...IDENTITY, permissionsBoundary: BOUNDARY } },
  "web-cart": {
    component: "WorkloadIdentity",
    inputs: {
      ...IDENTITY,
      method: "WebIdentity",
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123ABCD",
    },
  },
};
