import { arn, type ResourceTable, words } from "../table.js";

export const EVENTS: Readonly<Record<string, ResourceTable>> = {
  "aws:cloudwatch/eventRule:EventRule": {
    cloudFormation: "AWS::Events::Rule",
    required: [],
    optional: words(`description eventBusName eventPattern forceDestroy isEnabled name namePrefix region roleArn
      scheduleExpression state tags`),
    replaces: words("eventBusName name namePrefix"),
    documents: ["eventPattern"],
    autoName: { property: "name", maxLength: 64, alternative: "namePrefix" },
    defaults: { eventBusName: "default", forceDestroy: false },
    rules: { state: { oneOf: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] } },
    conflicts: [words("name namePrefix"), words("isEnabled state")],
    oneOf: [words("eventPattern scheduleExpression")],
    // A second rule of the name would change the first.
    id: ({ inputs, hex }) => String(inputs.name ?? `${inputs.namePrefix}${hex(26)}`),
    computed: { name: ({ id }) => id, arn: (making) => arn(making, "events", `rule/${making.id}`) },
  },

  "aws:cloudwatch/eventTarget:EventTarget": {
    required: words("arn rule"),
    optional:
      words(`appsyncTarget batchTarget deadLetterConfig ecsTarget eventBusName forceDestroy httpTarget input inputPath
      inputTransformer kinesisTarget redshiftTarget region retryPolicy roleArn runCommandTargets sagemakerPipelineTarget
      sqsTarget targetId`),
    replaces: words("eventBusName rule targetId"),
    autoName: { property: "targetId", maxLength: 64 },
    defaults: { eventBusName: "default", forceDestroy: false },
    conflicts: [words("input inputPath inputTransformer")],
    refers: {
      rule: { types: ["aws:cloudwatch/eventRule:EventRule"], by: "name", holds: true, held: "ValidationException" },
    },
    id: ({ inputs }) => `${inputs.rule}-${inputs.targetId}`,
    computed: {},
  },
};
