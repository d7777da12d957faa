import { arn, type ResourceTable, words } from "../table.js";

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
    rules: { maxSessionDuration: { from: 3600, to: 43200 } },
    duplicate: "EntityAlreadyExistsException",
    id: ({ inputs, hex }) => String(inputs.name ?? `${inputs.namePrefix}${hex(26)}`),
    computed: {
      name: ({ id }) => id,
      arn: (making) => arn(making, "iam", `role${making.inputs.path}${making.id}`, true),
      uniqueId: ({ hex }) => `AROA${hex(17).toUpperCase()}`,
      createDate: () => "2026-01-01T00:00:00Z",
      managedPolicyArns: () => [],
      inlinePolicies: () => [],
    },
  },
};
