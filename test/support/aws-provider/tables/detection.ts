import { Refusal } from "../account.js";
import { arn, type ResourceTable, words } from "../table.js";

const DETECTOR = "aws:guardduty/detector:Detector";

export const DETECTION: Readonly<Record<string, ResourceTable>> = {
  [DETECTOR]: {
    cloudFormation: "AWS::GuardDuty::Detector",
    required: [],
    optional: words("datasources enable findingPublishingFrequency region tags"),
    replaces: [],
    defaults: { enable: true },
    rules: { findingPublishingFrequency: { oneOf: ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] } },
    create: ({ account, region }) => {
      if (account.find(DETECTOR, "region", region) !== undefined)
        throw new Refusal("BadRequestException", "a detector already exists for the current account");
    },
    id: ({ hex }) => hex(32),
    computed: {
      accountId: ({ accountId }) => accountId,
      arn: (making) => arn(making, "guardduty", `detector/${making.id}`),
      datasources: () => ({}),
      findingPublishingFrequency: () => "SIX_HOURS",
    },
  },

  "aws:guardduty/detectorFeature:DetectorFeature": {
    required: words("detectorId status"),
    optional: words("additionalConfigurations name region"),
    replaces: words("detectorId name additionalConfigurations.name"),
    rules: {
      status: { oneOf: ["ENABLED", "DISABLED"] },
      name: {
        oneOf: words(`S3_DATA_EVENTS EKS_AUDIT_LOGS EBS_MALWARE_PROTECTION RDS_LOGIN_EVENTS EKS_RUNTIME_MONITORING
          LAMBDA_NETWORK_LOGS RUNTIME_MONITORING AI_PROTECTION`),
      },
      "additionalConfigurations.name": {
        oneOf: words("EKS_ADDON_MANAGEMENT ECS_FARGATE_AGENT_MANAGEMENT EC2_AGENT_MANAGEMENT"),
      },
      "additionalConfigurations.status": { oneOf: ["ENABLED", "DISABLED"] },
    },
    refers: { detectorId: { types: [DETECTOR], by: "id", missing: "BadRequestException" } },
    // Deleting the resource leaves the feature as it is.
    id: ({ inputs }) => `${inputs.detectorId}/${inputs.name}`,
    computed: {},
  },

  "aws:inspector2/enabler:Enabler": {
    required: words("accountIds resourceTypes"),
    optional: ["region"],
    replaces: [],
    sets: words("accountIds resourceTypes"),
    again: true,
    rules: {
      resourceTypes: { oneOf: words("EC2 ECR LAMBDA LAMBDA_CODE CODE_REPOSITORY") },
      accountIds: { pattern: /^\d{12}$/, like: "123456789012" },
    },
    id: ({ inputs }) =>
      [inputs.accountIds, inputs.resourceTypes].map((list) => (list as string[]).toSorted().join(":")).join("-"),
    computed: {},
  },
};
