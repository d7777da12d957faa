import { assertPolicy } from "../policies.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";

const ROLE: Reference = {
  types: ["aws:iam/role:Role"],
  by: "id",
  holds: true,
  held: "DeleteConflictException",
  missing: "NoSuchEntityException",
};

const named = ({ inputs, hex }: Omit<Making, "id">): string => String(inputs.name ?? `${inputs.namePrefix}${hex(26)}`);

const assertTrust = (making: Making): void =>
  assertPolicy(making, making.inputs.assumeRolePolicy, "MalformedPolicyDocumentException");

export const IAM: Readonly<Record<string, ResourceTable>> = {
  "aws:iam/role:Role": {
    cloudFormation: "AWS::IAM::Role",
    required: ["assumeRolePolicy"],
    optional:
      words(`description forceDetachPolicies inlinePolicies managedPolicyArns maxSessionDuration name namePrefix path
      permissionsBoundary tags`),
    replaces: words("name namePrefix path"),
    documents: words("assumeRolePolicy inlinePolicies.policy"),
    sets: ["managedPolicyArns"],
    autoName: { property: "name", maxLength: 64, alternative: "namePrefix" },
    conflicts: [["name", "namePrefix"]],
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    rules: {
      maxSessionDuration: { from: 3600, to: 43200 },
      name: { pattern: /^[\w+=,.@-]{1,64}$/, like: "nodes" },
      namePrefix: { pattern: /^[\w+=,.@-]{1,38}$/, like: "nodes-" },
    },
    refers: {
      permissionsBoundary: {
        types: ["aws:iam/policy:Policy"],
        by: "arn",
        except: /:iam::aws:policy\//,
        missing: "NoSuchEntityException",
      },
    },
    duplicate: "EntityAlreadyExistsException",
    id: named,
    computed: {
      name: ({ id }) => id,
      arn: (making) => arn(making, "iam", `role${making.inputs.path}${making.id}`, true),
      uniqueId: ({ hex }) => `AROA${hex(17).toUpperCase()}`,
      createDate: () => "2026-01-01T00:00:00Z",
      managedPolicyArns: () => [],
      inlinePolicies: () => [],
    },
    create: assertTrust,
    update: assertTrust,
  },

  "aws:iam/rolePolicy:RolePolicy": {
    cloudFormation: "AWS::IAM::RolePolicy",
    required: words("policy role"),
    optional: words("name namePrefix"),
    replaces: words("name namePrefix role"),
    documents: ["policy"],
    autoName: { property: "name", maxLength: 255, alternative: "namePrefix" },
    refers: { role: ROLE },
    id: (making) => `${making.inputs.role}:${named(making)}`,
    computed: { name: ({ id }) => id.split(":").at(-1) ?? "" },
  },

  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    required: words("policyArn role"),
    optional: [],
    replaces: words("policyArn role"),
    deletesBeforeReplace: true,
    refers: {
      role: ROLE,
      policyArn: {
        types: ["aws:iam/policy:Policy"],
        by: "arn",
        holds: true,
        held: "DeleteConflictException",
        except: /^arn:aws[a-z-]*:iam::aws:policy\//,
        missing: "NoSuchEntityException",
      },
    },
    id: ({ inputs, hex }) => `${inputs.role}-${hex(26)}`,
    computed: {},
  },

  "aws:iam/policy:Policy": {
    cloudFormation: "AWS::IAM::ManagedPolicy",
    required: ["policy"],
    optional: words("delayAfterPolicyCreationInMs description name namePrefix path tags"),
    replaces: words("description name namePrefix path"),
    documents: ["policy"],
    autoName: { property: "name", maxLength: 128, alternative: "namePrefix" },
    defaults: { path: "/" },
    duplicate: "EntityAlreadyExistsException",
    id: (making) => arn(making, "iam", `policy${making.inputs.path}${named(making)}`, true),
    computed: {
      arn: ({ id }) => id,
      name: ({ id }) => id.split("/").at(-1) ?? "",
      policyId: ({ hex }) => `ANPA${hex(17).toUpperCase()}`,
      attachmentCount: () => 0,
    },
  },

  "aws:iam/instanceProfile:InstanceProfile": {
    cloudFormation: "AWS::IAM::InstanceProfile",
    required: [],
    optional: words("name namePrefix path role tags"),
    replaces: words("name namePrefix path"),
    autoName: { property: "name", maxLength: 128, alternative: "namePrefix" },
    defaults: { path: "/" },
    refers: { role: ROLE },
    duplicate: "EntityAlreadyExistsException",
    id: named,
    computed: {
      name: ({ id }) => id,
      arn: (making) => arn(making, "iam", `instance-profile${making.inputs.path}${making.id}`, true),
      uniqueId: ({ hex }) => `AIPA${hex(17).toUpperCase()}`,
      createDate: () => "2026-01-01T00:00:00Z",
    },
  },

  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    cloudFormation: "AWS::IAM::OIDCProvider",
    required: words("clientIdLists url"),
    optional: words("tags thumbprintLists"),
    replaces: ["url"],
    sets: words("clientIdLists"),
    rules: { url: { pattern: /^https:\/\/[^?#]+$/, like: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC" } },
    unique: [["url"]],
    duplicate: "EntityAlreadyExistsException",
    id: (making) => arn(making, "iam", `oidc-provider/${String(making.inputs.url).replace("https://", "")}`, true),
    computed: { arn: ({ id }) => id, thumbprintLists: ({ hex }) => [hex(40)] },
  },

  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    cloudFormation: "AWS::IAM::ServiceLinkedRole",
    required: ["awsServiceName"],
    optional: words("customSuffix description tags"),
    replaces: words("awsServiceName customSuffix"),
    rules: { awsServiceName: { pattern: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/, like: "autoscaling.amazonaws.com" } },
    unique: [words("awsServiceName customSuffix")],
    duplicate: "InvalidInput",
    id: (making) =>
      arn(making, "iam", `role/aws-service-role/${making.inputs.awsServiceName}/${linkedName(making.inputs)}`, true),
    computed: {
      arn: ({ id }) => id,
      name: ({ id }) => id.split("/").at(-1) ?? "",
      path: ({ inputs }) => `/aws-service-role/${inputs.awsServiceName}/`,
      uniqueId: ({ hex }) => `AROA${hex(17).toUpperCase()}`,
      createDate: () => "2026-01-01T00:00:00Z",
    },
  },
};

/** Names of AWS's own choosing. */
const LINKED: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
  "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
  "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
};

const linkedName = ({ awsServiceName, customSuffix }: Making["inputs"]): string => {
  const name = LINKED[String(awsServiceName)] ?? `AWSServiceRoleFor${String(awsServiceName).split(".")[0]}`;
  return customSuffix === undefined ? name : `${name}_${customSuffix}`;
};
