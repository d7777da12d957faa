/** What AWS says of a member in words only: its shape does not have it. */
export interface DocumentedLimit {
  /** Its words, as in the model: a test looks them up there. */
  readonly quote: string;
  readonly holds: (value: unknown) => boolean;
  /** In words that follow "must". */
  readonly allowed: string;
}

const oneOf = (quote: string, values: readonly unknown[]): DocumentedLimit => ({
  quote,
  holds: (value) => values.includes(value),
  allowed: `be one of ${values.join(", ")}`,
});

const between = (quote: string, min: number, max: number): DocumentedLimit => ({
  quote,
  holds: (value) => typeof value === "number" && value >= min && value <= max,
  allowed: `be between ${min} and ${max}`,
});

const matching = (quote: string, pattern: RegExp): DocumentedLimit => ({
  quote,
  holds: (value) => typeof value === "string" && pattern.test(value),
  allowed: `match ${pattern.source}`,
});

const groupText = (quote: string): DocumentedLimit => matching(quote, /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/);
const RULE_TEXT = "Allowed characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&amp;;{}!$*";

const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const ENTRY_TYPES = ["STANDARD", "FARGATE_LINUX", "EC2_LINUX", "EC2_WINDOWS", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"];
const MISSING_DATA = ["breaching", "notBreaching", "ignore", "missing"];
const PROTOCOLS = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];

/** By service, shape and member. */
export const DOCUMENTED: Readonly<Record<string, DocumentedLimit>> = {
  "eks.EncryptionConfig.resources": {
    quote: "The only supported value is <code>secrets</code>",
    holds: (value) => Array.isArray(value) && value.every((one) => one === "secrets"),
    allowed: 'be ["secrets"]',
  },
  "eks.CreateAccessEntryRequest.type": oneOf(
    "Valid values are <code>STANDARD</code>, <code>FARGATE_LINUX</code>",
    ENTRY_TYPES,
  ),
  "eks.KubeApiServerConfigRequest.eventTtl": matching(
    "Valid values are single-unit durations such as <code>30m</code> or <code>1h</code>",
    /^\d+[smh]$/,
  ),
  "eks.HorizontalPodAutoscalerControllerConfigRequest.horizontalPodAutoscalerSyncPeriod": matching(
    "Valid values are single-unit durations such as <code>15s</code> or <code>1m</code>",
    /^\d+[smh]$/,
  ),
  "eks.NodegroupUpdateConfig.maxUnavailable": between("The maximum number is 100", 1, 100),
  "eks.KubernetesNetworkConfigRequest.serviceIpv4Cidr": matching(
    "Between <code>/24</code> and <code>/12</code>",
    /^(?:10|172|192)\.\d+\.\d+\.\d+\/(?:1[2-9]|2[0-4])$/,
  ),
  "logs.PutRetentionPolicyRequest.retentionInDays": oneOf(
    `Possible values are: ${RETENTION.slice(0, -1).join(", ")}, and 3653`,
    RETENTION,
  ),
  "kms.ScheduleKeyDeletionRequest.PendingWindowInDays": between("it must be between 7 and 30, inclusive", 7, 30),
  "cloudwatch.PutMetricAlarmInput.TreatMissingData": oneOf(
    `Valid Values: <code>${MISSING_DATA.join(" | ")}</code>`,
    MISSING_DATA,
  ),
  "cloudwatch.PutMetricAlarmInput.Period": {
    quote: "Valid values are 10, 20, 30, and any multiple of 60",
    holds: (value) => typeof value === "number" && ([10, 20, 30].includes(value) || value % 60 === 0),
    allowed: "be 10, 20, 30 or a multiple of 60",
  },
  "ec2.CreateFlowLogsRequest.MaxAggregationInterval": oneOf(
    "60 seconds (1 minute) or 600 seconds (10 minutes)",
    [60, 600],
  ),
  "ec2.LaunchTemplateInstanceMetadataOptionsRequest.HttpPutResponseHopLimit": between("Integers from 1 to 64", 1, 64),
  "ec2.LaunchTemplateEbsBlockDeviceRequest.Throughput": between(
    "Minimum value of 125. Maximum value of 2,000",
    125,
    2000,
  ),
  "ec2.CreateSecurityGroupRequest.GroupName": matching(
    "Can't start with <code>sg-</code>",
    /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  ),
  "ec2.CreateSecurityGroupRequest.Description": groupText(
    "Valid characters: a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&amp;;{}!$*",
  ),
  "ec2.IpRange.Description": groupText(RULE_TEXT),
  "ec2.Ipv6Range.Description": groupText(RULE_TEXT),
  "sns.CreateTopicInput.Name": matching(
    "uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256",
    /^[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/,
  ),
  "sns.SubscribeInput.Protocol": oneOf("<code>firehose</code> – delivery of JSON-encoded message", PROTOCOLS),
};
