import { type Account, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { at } from "../paths.js";
import { allows, principalsOf, statementsOf } from "../policies.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";
import { CLUSTER, isAutoMode } from "./eks-cluster.js";
import { minorOf } from "./eks-versions.js";
import { attachedTo } from "./roles.js";

const TYPE = "aws:eks/nodeGroup:NodeGroup";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const AMI_TYPES = words(`AL2_x86_64 AL2_x86_64_GPU AL2_ARM_64 CUSTOM BOTTLEROCKET_ARM_64 BOTTLEROCKET_x86_64
  BOTTLEROCKET_ARM_64_FIPS BOTTLEROCKET_x86_64_FIPS BOTTLEROCKET_ARM_64_NVIDIA BOTTLEROCKET_x86_64_NVIDIA
  BOTTLEROCKET_ARM_64_NVIDIA_FIPS BOTTLEROCKET_x86_64_NVIDIA_FIPS WINDOWS_CORE_2019_x86_64 WINDOWS_FULL_2019_x86_64
  WINDOWS_CORE_2022_x86_64 WINDOWS_FULL_2022_x86_64 WINDOWS_CORE_2025_x86_64 WINDOWS_FULL_2025_x86_64
  AL2023_x86_64_STANDARD AL2023_ARM_64_STANDARD AL2023_x86_64_NEURON AL2023_x86_64_NVIDIA AL2023_ARM_64_NVIDIA`);

const first = (inputs: Making["inputs"], path: string): unknown => at(inputs, path)[0];

export const NODE_GROUP: ResourceTable = {
  cloudFormation: "AWS::EKS::Nodegroup",
  required: words("clusterName nodeRoleArn scalingConfig subnetIds"),
  optional: words(`amiType capacityType diskSize forceUpdateVersion instanceTypes labels launchTemplate nodeGroupName
    nodeGroupNamePrefix nodeRepairConfig region releaseVersion remoteAccess tags taints updateConfig version warmPoolConfig`),
  replaces:
    words(`amiType capacityType clusterName diskSize instanceTypes launchTemplate.id launchTemplate.name nodeGroupName
    nodeGroupNamePrefix nodeRoleArn remoteAccess subnetIds`),
  sets: words("subnetIds taints remoteAccess.sourceSecurityGroupIds"),
  autoName: { property: "nodeGroupName", maxLength: 63, alternative: "nodeGroupNamePrefix" },
  rules: {
    amiType: { oneOf: AMI_TYPES },
    capacityType: { oneOf: ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"] },
    nodeGroupName: { pattern: /^[0-9A-Za-z][\w-]{0,62}$/, like: "workers" },
    "scalingConfig.desiredSize": { from: 0, to: 450 },
    "scalingConfig.minSize": { from: 0, to: 450 },
    "scalingConfig.maxSize": { from: 1, to: 450 },
    "taints.effect": { oneOf: ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"] },
    "updateConfig.maxUnavailable": { from: 1, to: 100 },
    "updateConfig.maxUnavailablePercentage": { from: 1, to: 100 },
    "updateConfig.updateStrategy": { oneOf: ["DEFAULT", "MINIMAL"] },
    "warmPoolConfig.poolState": { oneOf: ["STOPPED", "RUNNING", "HIBERNATED"] },
  },
  conflicts: [
    words("launchTemplate diskSize"),
    words("launchTemplate remoteAccess"),
    words("launchTemplate.id launchTemplate.name"),
    words("nodeGroupName nodeGroupNamePrefix"),
    words("updateConfig.maxUnavailable updateConfig.maxUnavailablePercentage"),
    words("nodeRepairConfig.maxParallelNodesRepairedCount nodeRepairConfig.maxParallelNodesRepairedPercentage"),
    words("nodeRepairConfig.maxUnhealthyNodeThresholdCount nodeRepairConfig.maxUnhealthyNodeThresholdPercentage"),
  ],
  check: (inputs) => {
    const [desired, min, max] = ["desiredSize", "minSize", "maxSize"].map((key) =>
      Number(first(inputs, `scalingConfig.${key}`)),
    );
    if (!(Number(min) <= Number(desired) && Number(desired) <= Number(max)))
      return `scalingConfig: desiredSize ${desired} is not between minSize ${min} and maxSize ${max}`;
    if (first(inputs, "warmPoolConfig.reuseOnScaleIn") === true && String(inputs.amiType).startsWith("BOTTLEROCKET"))
      return "warmPoolConfig.reuseOnScaleIn is not supported on Bottlerocket";
    return undefined;
  },
  refers: {
    clusterName: { types: [CLUSTER], by: "name", holds: true, held: "ResourceInUseException" },
    nodeRoleArn: { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" },
    subnetIds: { types: ["aws:ec2/subnet:Subnet"], by: "id", holds: true, missing: "InvalidParameterException" },
    "launchTemplate.id": { types: [TEMPLATE], by: "id", missing: "InvalidRequestException" },
    "launchTemplate.name": { types: [TEMPLATE], by: "name", missing: "InvalidRequestException" },
  },
  id: ({ inputs, hex }) => `${inputs.clusterName}:${inputs.nodeGroupName ?? `${inputs.nodeGroupNamePrefix}${hex(26)}`}`,
  computed: {
    arn: (making) => arn(making, "eks", `nodegroup/${making.id.replace(":", "/")}/${making.hex(8)}`),
    nodeGroupName: ({ id }) => id.split(":").at(-1) ?? "",
    status: () => "ACTIVE",
    resources: ({ id, hex }) => [
      { autoscalingGroups: [{ name: `eks-${id.split(":").at(-1)}-${hex(8)}` }], remoteAccessSecurityGroupId: "" },
    ],
    amiType: () => "AL2023_x86_64_STANDARD",
    capacityType: () => "ON_DEMAND",
    instanceTypes: ({ inputs }) => (inputs.launchTemplate === undefined ? ["t3.medium"] : []),
    diskSize: ({ inputs }) => (inputs.launchTemplate === undefined ? 20 : 0),
    releaseVersion: ({ inputs, account }) => `${versionOf(inputs, account)}.0-20260101`,
    version: ({ inputs, account }) => versionOf(inputs, account),
    updateConfig: () => ({ maxUnavailable: 1 }),
    nodeRepairConfig: () => ({ enabled: false }),
  },
  create: assertJoins,
  update: (making) => {
    const [from, to] = [minorOf(making.before.version), minorOf(making.inputs.version ?? making.before.version)];
    if (to < from)
      throw new Refusal("InvalidParameterException", `Requested Kubernetes version 1.${to} is below 1.${from}`);
    assertJoins(making);
  },
  alongCreate: ({ account, inputs }) => {
    const [clusterName, principalArn] = [String(inputs.clusterName), String(inputs.nodeRoleArn)];
    const mode = at(account.get(CLUSTER, clusterName)?.state, "accessConfig.authenticationMode")[0];
    const id = `${clusterName}:${principalArn}`;
    if (mode !== "CONFIG_MAP" && account.get(ENTRY, id) === undefined)
      account.record({ op: "create", type: ENTRY, id, state: { clusterName, principalArn, type: "EC2_LINUX" } });
  },
  alongDelete: forgetRole,
};

const versionOf = (inputs: Making["inputs"], account: Account): string =>
  String(inputs.version ?? account.get(CLUSTER, String(inputs.clusterName))?.state.version);

/** Nodes that cannot join let the creation fail after half an hour. */
function assertJoins({ account, inputs }: Making): void {
  const cluster = account.get(CLUSTER, String(inputs.clusterName));
  if (minorOf(inputs.version) > minorOf(cluster?.state.version))
    throw new Refusal(
      "InvalidParameterException",
      `Nodegroup Kubernetes version ${inputs.version} is above the cluster's ${cluster?.state.version}`,
    );
  const template =
    account.find(TEMPLATE, "id", first(inputs, "launchTemplate.id")) ??
    account.find(TEMPLATE, "name", first(inputs, "launchTemplate.name"));
  const wanted = Number(first(inputs, "launchTemplate.version"));
  if (template !== undefined) assertVolumes(account, template.state);
  if (template !== undefined && wanted > Number(template.state.latestVersion))
    throw new Refusal("InvalidRequestException", `launch template ${template.id} has no version ${wanted}`);
  const role = account.find("aws:iam/role:Role", "arn", inputs.nodeRoleArn);
  const attached = role === undefined ? undefined : attachedTo(account, role);
  for (const policy of [
    /\/AmazonEKSWorkerNode(Minimal)?Policy$/,
    /\/AmazonEC2ContainerRegistry(PullOnly|ReadOnly|PowerUser|FullAccess)$/,
  ])
    if (attached !== undefined && !attached.inline && !attached.managed.some((arn) => policy.test(arn)))
      throw new Refusal(
        "NodeCreationFailure",
        `Instances failed to join the kubernetes cluster: the role lacks a policy like ${policy.source}`,
      );
  const hasNetwork =
    cluster?.state.bootstrapSelfManagedAddons !== false ||
    isAutoMode(cluster.state) ||
    account.get("aws:eks/addon:Addon", `${inputs.clusterName}:vpc-cni`) !== undefined;
  if (!hasNetwork)
    throw new Refusal(
      "NodeCreationFailure",
      "Unhealthy nodes in the kubernetes cluster: no CNI plugin (add-on vpc-cni) is there",
    );
}

/** EKS takes the entry of the nodes' role away with the last group that has it, if it made it. */
function forgetRole({ state }: LiveResource, account: Account): void {
  const id = `${state.clusterName}:${state.nodeRoleArn}`;
  const others = [...account.all(TYPE)].some(
    (group) => group.state.clusterName === state.clusterName && group.state.nodeRoleArn === state.nodeRoleArn,
  );
  const entry = account.get(ENTRY, id);
  if (!others && entry !== undefined && entry.urn === undefined) account.record({ op: "delete", type: ENTRY, id });
}

/** Auto Scaling starts the nodes: without leave to use the key of their volumes they end at once. */
function assertVolumes(account: Account, template: Making["inputs"]): void {
  for (const named of at(template, "blockDeviceMappings.ebs.kmsKeyId")) {
    const key = account.find("aws:kms/key:Key", "arn", named) ?? account.find("aws:kms/key:Key", "id", named);
    const isScaling = (principal: string) => principal === "*" || principal.endsWith("/AWSServiceRoleForAutoScaling");
    const granted = [...account.all("aws:kms/grant:Grant")].some(
      ({ state }) => [key?.id, key?.state.arn].includes(state.keyId) && isScaling(String(state.granteePrincipal)),
    );
    const allowed = statementsOf(key?.state.policy).some(
      (statement) => principalsOf(statement, "AWS").some(isScaling) && allows(statement, "kms:Decrypt"),
    );
    if (key === undefined || key.state.isEnabled === false || !(granted || allowed))
      throw new Refusal(
        "NodeCreationFailure",
        `Client.InvalidKMSKey.InvalidState: Auto Scaling may not use the key ${named} of the nodes' volumes`,
      );
  }
}
