import { Refusal } from "../account.js";
import { at } from "../paths.js";
import { allows, statementsOf } from "../policies.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";
import { CLUSTER, makeLogGroup, makeParts, one, removeParts, vpcOf } from "./eks-cluster-parts.js";
import { DEFAULT_EKS_VERSION, EKS_VERSIONS, minorOf } from "./eks-versions.js";
import { attachedTo, has } from "./roles.js";

export { CLUSTER };

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** Ways of deciding who may enter, in the only order in which they may change. */
const MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export const isAutoMode = (inputs: Making["inputs"]): boolean => one(inputs, "computeConfig.enabled") === true;

export const EKS_CLUSTER: ResourceTable = {
  cloudFormation: "AWS::EKS::Cluster",
  required: words("roleArn vpcConfig"),
  optional:
    words(`accessConfig bootstrapSelfManagedAddons computeConfig controlPlaneScalingConfig defaultAddonsToRemoves
    deletionProtection enabledClusterLogTypes encryptionConfig forceUpdateVersion kubeApiServerConfig
    kubeControllerManagerConfig kubeSchedulerConfig kubernetesNetworkConfig name outpostConfig region remoteNetworkConfig
    storageConfig tags upgradePolicy version zonalShiftConfig`),
  replaces: words(`name roleArn bootstrapSelfManagedAddons accessConfig.bootstrapClusterCreatorAdminPermissions
    kubernetesNetworkConfig.ipFamily kubernetesNetworkConfig.serviceIpv4Cidr
    outpostConfig.controlPlaneInstanceType outpostConfig.controlPlanePlacement`),
  replacesWhen: {
    encryptionConfig: (before, after) => before !== undefined && after === undefined,
    "vpcConfig.controlPlaneEgressMode": (before, after) => before === "CUSTOMER_ROUTED" && after !== before,
    "computeConfig.nodeRoleArn": (before, after) => before !== undefined && after !== before,
  },
  sets: words(`enabledClusterLogTypes encryptionConfig.resources vpcConfig.subnetIds vpcConfig.securityGroupIds
    vpcConfig.publicAccessCidrs computeConfig.nodePools`),
  autoName: { property: "name", maxLength: 100 },
  defaults: {
    bootstrapSelfManagedAddons: true,
    "accessConfig.bootstrapClusterCreatorAdminPermissions": true,
    "vpcConfig.endpointPrivateAccess": false,
    "vpcConfig.endpointPublicAccess": true,
  },
  rules: {
    name: { pattern: /^[0-9A-Za-z][\w-]{0,99}$/, like: "prod" },
    roleArn: { pattern: /^arn:[^:]+:iam::\d{12}:role\//, like: "arn:aws:iam::123456789012:role/cluster" },
    version: { oneOf: EKS_VERSIONS },
    enabledClusterLogTypes: { oneOf: LOG_TYPES },
    "accessConfig.authenticationMode": { oneOf: MODES },
    "computeConfig.nodePools": { oneOf: ["general-purpose", "system"] },
    "controlPlaneScalingConfig.tier": { oneOf: words("standard tier-xl tier-2xl tier-4xl tier-8xl") },
    "encryptionConfig.resources": { oneOf: ["secrets"] },
    "kubernetesNetworkConfig.ipFamily": { oneOf: ["ipv4", "ipv6"] },
    "kubeApiServerConfig.eventTtl": { pattern: /^([1-5]\dm|60m|1h)$/, like: "1h" },
    "kubeApiServerConfig.serviceNodePortRange.minPort": { from: 10260, to: 32767 },
    "kubeApiServerConfig.serviceNodePortRange.maxPort": { from: 10260, to: 32767 },
    "kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold": { from: 0, to: 12500 },
    "upgradePolicy.supportType": { oneOf: ["STANDARD", "EXTENDED"] },
    "vpcConfig.controlPlaneEgressMode": { oneOf: ["AWS_MANAGED", "CUSTOMER_ROUTED"] },
    "vpcConfig.publicAccessCidrs": { pattern: /^[0-9a-fA-F.:]+\/\d{1,3}$/, like: "203.0.113.0/24" },
  },
  conflicts: [words("encryptionConfig outpostConfig"), words("kubernetesNetworkConfig outpostConfig")],
  check: inconsistency,
  refers: {
    roleArn: { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" },
    "computeConfig.nodeRoleArn": { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" },
    "encryptionConfig.provider.keyArn": { types: ["aws:kms/key:Key"], by: "arn", missing: "InvalidParameterException" },
    "vpcConfig.subnetIds": {
      types: ["aws:ec2/subnet:Subnet"],
      by: "id",
      holds: true,
      missing: "InvalidParameterException",
    },
    "vpcConfig.securityGroupIds": { types: [GROUP], by: "id", holds: true, missing: "InvalidParameterException" },
  },
  id: ({ inputs }) => String(inputs.name),
  computed: {
    arn: (making) => arn(making, "eks", `cluster/${making.id}`),
    // Only clusters on Outposts have one.
    clusterId: () => "",
    createdAt: () => "2026-01-01T00:00:00Z",
    endpoint: ({ hex, region }) => `https://${hex(32, "endpoint").toUpperCase()}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthority: ({ id }) => ({ data: Buffer.from(`fake certificate authority of ${id}`).toString("base64") }),
    identities: ({ hex, region }) => [
      { oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${hex(32, "endpoint").toUpperCase()}` }] },
    ],
    platformVersion: () => "eks.1",
    status: () => "ACTIVE",
    version: () => DEFAULT_EKS_VERSION,
    deletionProtection: () => false,
    accessConfig: () => ({ authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true }),
    "accessConfig.authenticationMode": () => "CONFIG_MAP",
    upgradePolicy: () => ({ supportType: "EXTENDED" }),
    kubernetesNetworkConfig: () => ({ ipFamily: "ipv4" }),
    "kubernetesNetworkConfig.ipFamily": () => "ipv4",
    "kubernetesNetworkConfig.serviceIpv4Cidr": () => "172.20.0.0/16",
    "kubernetesNetworkConfig.elasticLoadBalancing": () => ({ enabled: false }),
    "vpcConfig.controlPlaneEgressMode": () => "AWS_MANAGED",
    "vpcConfig.publicAccessCidrs": ({ inputs }) =>
      one(inputs, "vpcConfig.endpointPublicAccess") === true ? ["0.0.0.0/0"] : [],
    "vpcConfig.clusterSecurityGroupId": ({ hex }) => `sg-${hex(17, "cluster security group")}`,
    "vpcConfig.vpcId": (making) => vpcOf(making) ?? "",
  },
  keeps: words(
    "computeConfig storageConfig controlPlaneScalingConfig kubeApiServerConfig kubeControllerManagerConfig kubeSchedulerConfig",
  ),
  create: (making) => {
    assertSubnets(making);
    assertRole(making);
  },
  update: (making) => {
    assertSubnets(making);
    assertChange(making);
  },
  delete: ({ id, state }) => {
    if (state.deletionProtection === true)
      throw new Refusal("InvalidRequestException", `Cluster ${id} has deletion protection enabled`);
  },
  alongCreate: makeParts,
  alongUpdate: makeLogGroup,
  alongDelete: removeParts,
};

function inconsistency(inputs: Making["inputs"]): string | undefined {
  const [minPort, maxPort] = ["minPort", "maxPort"].map((port) =>
    one(inputs, `kubeApiServerConfig.serviceNodePortRange.${port}`),
  );
  if (Number(minPort ?? 30000) > Number(maxPort ?? 32767))
    return "serviceNodePortRange.maxPort must not be below minPort";
  if (
    one(inputs, "vpcConfig.endpointPublicAccess") === false &&
    one(inputs, "vpcConfig.endpointPrivateAccess") !== true
  )
    return "vpcConfig: public and private access cannot both be off";
  const auto = [
    one(inputs, "computeConfig.enabled"),
    one(inputs, "storageConfig.blockStorage.enabled"),
    one(inputs, "kubernetesNetworkConfig.elasticLoadBalancing.enabled"),
  ].map((value) => value === true);
  if (auto.includes(true) && auto.includes(false))
    return "For EKS Auto Mode, computeConfig.enabled, kubernetesNetworkConfig.elasticLoadBalancing.enabled and storageConfig.blockStorage.enabled must all be set to either true or false";
  if (isAutoMode(inputs) && inputs.bootstrapSelfManagedAddons !== false)
    return "bootstrapSelfManagedAddons must be false on a cluster with EKS Auto Mode";
  if (at(inputs, "computeConfig.nodePools").length > 0 && one(inputs, "computeConfig.nodeRoleArn") === undefined)
    return "computeConfig.nodeRoleArn is required with nodePools";
  const tier = one(inputs, "controlPlaneScalingConfig.tier") ?? "standard";
  if (
    tier === "standard" &&
    one(inputs, "kubeControllerManagerConfig.horizontalPodAutoscalerControllerConfig") !== undefined
  )
    return "horizontalPodAutoscalerControllerConfig requires a scaling tier of tier-xl or more";
  return undefined;
}

function assertSubnets({ account, inputs }: Making): void {
  const subnets = at(inputs, "vpcConfig.subnetIds").map(
    (id) => account.get("aws:ec2/subnet:Subnet", String(id))?.state,
  );
  if (new Set(subnets.map((subnet) => subnet?.vpcId)).size > 1)
    throw new Refusal("InvalidParameterException", "Subnets are not in the same VPC");
  if (new Set(subnets.map((subnet) => subnet?.availabilityZone)).size < 2)
    throw new Refusal("InvalidParameterException", "Subnets specified must be in at least two different AZs");
}

const AUTO_POLICIES = words(
  "AmazonEKSComputePolicy AmazonEKSBlockStoragePolicy AmazonEKSLoadBalancingPolicy AmazonEKSNetworkingPolicy",
);

function assertRole({ account, inputs }: Pick<Making, "account" | "inputs">): void {
  const role = account.find("aws:iam/role:Role", "arn", inputs.roleArn);
  if (role === undefined) return;
  const attached = attachedTo(account, role);
  const wanted = ["AmazonEKSClusterPolicy", ...(isAutoMode(inputs) ? AUTO_POLICIES : [])];
  const missing = wanted.filter((name) => !has(attached, name));
  if (missing.length > 0)
    throw new Refusal(
      "InvalidParameterException",
      `The provided role doesn't have the Amazon EKS Managed Policies associated with it: ${missing.join(", ")}`,
    );
  const actions = ["sts:AssumeRole", ...(isAutoMode(inputs) ? ["sts:TagSession"] : [])];
  for (const action of actions)
    if (!statementsOf(role.state.assumeRolePolicy).some((statement) => allows(statement, action)))
      throw new Refusal(
        "InvalidParameterException",
        `Role could not be assumed because the trusted entity is not correct (${action})`,
      );
}

function assertChange({ account, inputs, before, id }: Making & { readonly before: Making["inputs"] }): void {
  const mode = (map: Making["inputs"]) =>
    MODES.indexOf(String(one(map, "accessConfig.authenticationMode") ?? MODES[0]));
  const step = one(inputs, "accessConfig.authenticationMode") === undefined ? 0 : mode(inputs) - mode(before);
  if (step < 0 || step > 1)
    throw new Refusal(
      "InvalidParameterException",
      `Unsupported authentication mode update from ${MODES[mode(before)]} to ${MODES[mode(inputs)]}`,
    );
  const key = "encryptionConfig.provider.keyArn";
  if (one(before, key) !== undefined && one(before, key) !== one(inputs, key))
    throw new Refusal("InvalidRequestException", "the key of an encrypted cluster cannot be changed");
  const [from, to] = [minorOf(before.version), minorOf(inputs.version ?? before.version)];
  if (to !== from && to !== from + 1)
    throw new Refusal(
      "InvalidParameterException",
      `Unsupported Kubernetes minor version update from 1.${from} to 1.${to}`,
    );
  for (const group of account.all(NODE_GROUP))
    if (group.state.clusterName === id && to - minorOf(group.state.version) > 3)
      throw new Refusal("InvalidParameterException", `node group ${group.id} is too old for version 1.${to}`);
  assertRole({ account, inputs });
}
