import { type Account, Refusal } from "../account.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";
import { CLUSTER, isAutoMode } from "./eks-cluster.js";

const ROLE = { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" } as const;

/** Add-ons whose pods run on every node, so that they are ready where there is none; the others wait for nodes. */
const ON_EVERY_NODE: ReadonlySet<string> = new Set(
  words(
    "vpc-cni kube-proxy eks-pod-identity-agent eks-node-monitoring-agent aws-guardduty-agent aws-secrets-store-csi-driver-provider",
  ),
);

export const hasNodes = (account: Account, clusterName: unknown): boolean =>
  [...account.all("aws:eks/nodeGroup:NodeGroup")].some(({ state }) => state.clusterName === clusterName) ||
  isAutoMode(account.get(CLUSTER, String(clusterName))?.state ?? {});

function assertReady({ account, inputs }: Making): void {
  const name = String(inputs.addonName);
  if (!ON_EVERY_NODE.has(name) && !hasNodes(account, inputs.clusterName))
    throw new Refusal(
      "InsufficientNumberOfReplicas",
      `waiting for EKS Add-On (${inputs.clusterName}:${name}) create: it is DEGRADED, since no node can run its pods`,
    );
}

export const ADDON: ResourceTable = {
  cloudFormation: "AWS::EKS::Addon",
  required: words("addonName clusterName"),
  optional: words(`addonVersion configurationValues namespaceConfig podIdentityAssociations preserve region
    resolveConflictsOnCreate resolveConflictsOnUpdate serviceAccountRoleArn tags`),
  replaces: words("addonName clusterName namespaceConfig"),
  sets: ["podIdentityAssociations"],
  documents: ["configurationValues"],
  rules: {
    addonVersion: { pattern: /^v\d+\.\d+\.\d+(-[\w.]+)?-eksbuild\.\d+$/, like: "v1.20.4-eksbuild.2" },
    resolveConflictsOnCreate: { oneOf: ["NONE", "OVERWRITE"] },
    resolveConflictsOnUpdate: { oneOf: ["NONE", "OVERWRITE", "PRESERVE"] },
  },
  refers: {
    clusterName: { types: [CLUSTER], by: "name" },
    serviceAccountRoleArn: ROLE,
    "podIdentityAssociations.roleArn": ROLE,
  },
  id: ({ inputs }) => `${inputs.clusterName}:${inputs.addonName}`,
  computed: {
    arn: (making) =>
      arn(making, "eks", `addon/${making.inputs.clusterName}/${making.inputs.addonName}/${making.hex(8)}`),
    createdAt: () => "2026-01-01T00:00:00Z",
    modifiedAt: () => "2026-01-01T00:00:00Z",
    addonVersion: () => "v1.0.0-eksbuild.1",
    configurationValues: () => "",
    namespaceConfig: () => ({ namespace: "kube-system" }),
  },
  create: assertReady,
  update: assertReady,
};
