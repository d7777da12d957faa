import { Refusal } from "../account.js";
import { at } from "../paths.js";
import { assertPrincipals } from "../policies.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";
import { ADDON } from "./eks-addon.js";
import { CLUSTER, EKS_CLUSTER } from "./eks-cluster.js";
import { NODE_GROUP } from "./eks-node-group.js";

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
export const OF_CLUSTER: Reference = { types: [CLUSTER], by: "name" };
const ROLE: Reference = { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameterException" };

/** Groups may not be those of Kubernetes itself. */
const RESERVED = /^(system:|eks:|aws:|amazon:|iam:)/;

function assertEntry(making: Making): void {
  const { account, inputs } = making;
  const mode = at(account.get(CLUSTER, String(inputs.clusterName))?.state, "accessConfig.authenticationMode")[0];
  if (mode === "CONFIG_MAP")
    throw new Refusal(
      "InvalidRequestException",
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]",
    );
  assertPrincipals(making, [String(inputs.principalArn)], "InvalidParameterException");
}

export const EKS: Readonly<Record<string, ResourceTable>> = {
  [CLUSTER]: EKS_CLUSTER,
  "aws:eks/nodeGroup:NodeGroup": NODE_GROUP,
  "aws:eks/addon:Addon": ADDON,

  [ENTRY]: {
    cloudFormation: "AWS::EKS::AccessEntry",
    required: words("clusterName principalArn"),
    optional: words("kubernetesGroups region tags type userName"),
    replaces: words("clusterName principalArn type"),
    sets: ["kubernetesGroups"],
    defaults: { type: "STANDARD" },
    rules: {
      principalArn: {
        pattern: /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/\S+$/,
        like: "arn:aws:iam::123456789012:role/platform-admins",
      },
      type: { oneOf: words("STANDARD EC2_LINUX EC2_WINDOWS FARGATE_LINUX EC2 HYBRID_LINUX HYPERPOD_LINUX") },
    },
    check: ({ type, kubernetesGroups, userName }) => {
      const groups = Array.isArray(kubernetesGroups) ? kubernetesGroups.map(String) : [];
      if ((type ?? "STANDARD") !== "STANDARD" && (groups.length > 0 || userName !== undefined))
        return `an access entry of type ${type} takes neither kubernetesGroups nor userName`;
      const reserved = groups.find((group) => RESERVED.test(group));
      return reserved === undefined
        ? undefined
        : `The kubernetes group name ${reserved} is invalid, it cannot start with system:`;
    },
    refers: { clusterName: OF_CLUSTER },
    id: ({ inputs }) => `${inputs.clusterName}:${inputs.principalArn}`,
    computed: {
      accessEntryArn: (making) =>
        arn(making, "eks", `access-entry/${making.inputs.clusterName}/role/${making.accountId}/${making.hex(8)}`),
      createdAt: () => "2026-01-01T00:00:00Z",
      modifiedAt: () => "2026-01-01T00:00:00Z",
      userName: ({ inputs }) => String(inputs.principalArn),
      kubernetesGroups: () => [],
    },
    create: assertEntry,
    alongDelete: ({ state }, account) => {
      for (const { id, state: association } of [...account.all(ASSOCIATION)])
        if (association.clusterName === state.clusterName && association.principalArn === state.principalArn)
          account.record({ op: "delete", type: ASSOCIATION, id });
    },
  },

  [ASSOCIATION]: {
    required: words("accessScope clusterName policyArn principalArn"),
    optional: ["region"],
    replaces: words("accessScope clusterName policyArn principalArn"),
    sets: ["accessScope.namespaces"],
    rules: {
      policyArn: {
        pattern: /^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/AmazonEKS\w+Policy(V2)?$/,
        like: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      },
      "accessScope.type": { oneOf: ["cluster", "namespace"] },
    },
    check: (inputs) => {
      const namespaces = at(inputs, "accessScope.namespaces").length;
      const scope = at(inputs, "accessScope.type")[0];
      if (scope === "namespace" && namespaces === 0) return "accessScope.namespaces must name one with type namespace";
      return scope === "cluster" && namespaces > 0
        ? "accessScope.namespaces must be empty with type cluster"
        : undefined;
    },
    refers: { clusterName: OF_CLUSTER },
    id: ({ inputs }) => `${inputs.clusterName}#${inputs.principalArn}#${inputs.policyArn}`,
    computed: { associatedAt: () => "2026-01-01T00:00:00Z", modifiedAt: () => "2026-01-01T00:00:00Z" },
    create: ({ account, inputs }) => {
      const entry = account.get(ENTRY, `${inputs.clusterName}:${inputs.principalArn}`);
      if (entry === undefined)
        throw new Refusal(
          "ResourceNotFoundException",
          `The specified principalArn could not be found: ${inputs.principalArn}`,
        );
      if (entry.state.type !== "STANDARD")
        throw new Refusal("InvalidRequestException", `an access entry of type ${entry.state.type} takes no policies`);
    },
  },

  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    cloudFormation: "AWS::EKS::PodIdentityAssociation",
    required: words("clusterName namespace roleArn serviceAccount"),
    optional: words("disableSessionTags policy region tags targetRoleArn"),
    replaces: words("clusterName namespace serviceAccount"),
    documents: ["policy"],
    check: ({ policy, disableSessionTags }) =>
      policy !== undefined && disableSessionTags !== true ? "policy requires disableSessionTags: true" : undefined,
    refers: { clusterName: OF_CLUSTER, roleArn: ROLE },
    unique: [words("clusterName namespace serviceAccount")],
    id: ({ hex }) => `a-${hex(17)}`,
    computed: {
      associationId: ({ id }) => id,
      associationArn: (making) =>
        arn(making, "eks", `podidentityassociation/${making.inputs.clusterName}/${making.id}`),
      externalId: ({ hex }) => hex(32, "external"),
      disableSessionTags: () => false,
    },
  },

  "aws:eks/identityProviderConfig:IdentityProviderConfig": {
    cloudFormation: "AWS::EKS::IdentityProviderConfig",
    required: words("clusterName oidc"),
    optional: words("region tags"),
    replaces: words("clusterName oidc"),
    rules: { "oidc.issuerUrl": { pattern: /^https:\/\/\S+$/, like: "https://issuer.example.com" } },
    refers: { clusterName: OF_CLUSTER },
    // A cluster has one.
    unique: [["clusterName"]],
    duplicate: "ResourceLimitExceededException",
    id: ({ inputs }) => `${inputs.clusterName}:${at(inputs, "oidc.identityProviderConfigName")[0]}`,
    computed: {
      identityProviderConfigName: ({ id }) => id.split(":").at(-1) ?? "",
      arn: (making) =>
        arn(making, "eks", `identityproviderconfig/${making.id.replace(":", "/oidc/")}/${making.hex(8)}`),
      status: () => "ACTIVE",
    },
  },
};
