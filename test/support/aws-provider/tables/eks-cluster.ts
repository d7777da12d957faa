import type { Json } from "../../../../sandbox/plugins/provider/values.js";
import { type Account, CREATOR, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { at } from "../paths.js";
import { allows, statementsOf } from "../policies.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";
import { DEFAULT_EKS_VERSION, EKS_VERSIONS, minorOf } from "./eks-versions.js";
import { type Attached, attachedTo } from "./roles.js";

export const CLUSTER = "aws:eks/cluster:Cluster";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** What goes with its cluster, by the property that names it. */
const PARTS = [
  ENTRY,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/addon:Addon",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  "aws:eks/identityProviderConfig:IdentityProviderConfig",
];

/** Ways of deciding who may enter, in the only order in which they may change. */
const MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

const one = (map: Making["inputs"], path: string): Json | undefined => at(map, path)[0] as Json | undefined;
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
    kubernetesNetworkConfig.ipFamily kubernetesNetworkConfig.serviceIpv4Cidr remoteNetworkConfig
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
  alongUpdate: assertLogGroup,
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

const vpcOf = ({ account, inputs }: Pick<Making, "account" | "inputs">): Json | undefined =>
  account.get("aws:ec2/subnet:Subnet", String(one(inputs, "vpcConfig.subnetIds")))?.state.vpcId;

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

/** A role with policies of its own instead of AWS's is taken at its word. */
const has = ({ managed, inline }: Attached, name: string): boolean =>
  inline || managed.some((arn) => arn.endsWith(`/${name}`));

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

/** What EKS makes by itself: its security group, the creator's entry, the log group of logs that have none. */
function makeParts(making: Making): void {
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
  assertLogGroup(making);
}

/** Without it the group is made along with the first line, with neither key nor end. */
function assertLogGroup({ account, id, inputs }: Pick<Making, "account" | "id" | "inputs">): void {
  const name = `/aws/eks/${id}/cluster`;
  if (at(inputs, "enabledClusterLogTypes").length > 0 && account.get(LOG_GROUP, name) === undefined)
    account.record({ op: "create", type: LOG_GROUP, id: name, state: { name, retentionInDays: 0 } });
}

function removeParts({ id, state }: LiveResource, account: Account): void {
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
