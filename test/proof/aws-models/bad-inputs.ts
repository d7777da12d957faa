/** An input that is wrong, and what has to be said of it. */
export interface BadInput {
  readonly type: string;
  /** Over the inputs of the first resource of the type in the sample. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly violation: string;
}

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** By what is wrong. */
export const BAD_INPUTS: Readonly<Record<string, BadInput>> = {
  "an enum": {
    type: NODE_GROUP,
    inputs: { amiType: "BOTTLEROCKET_x86" },
    violation: "aws:eks/nodeGroup:NodeGroup sample-nodes: amiType must be one of AL2_x86_64, ",
  },
  "an enum in a list": {
    type: CLUSTER,
    inputs: { enabledClusterLogTypes: ["audit", "etcd"] },
    violation:
      'aws:eks/cluster:Cluster sample-cluster: enabledClusterLogTypes[0].types[1] must be one of api, audit, authenticator, controllerManager, scheduler, got "etcd" (eks CreateCluster)',
  },
  "a pattern": {
    type: "aws:iam/role:Role",
    inputs: { name: "nodes of the sample" },
    violation:
      'aws:iam/role:Role sample-role: name must match [\\w+=,.@-]+, got "nodes of the sample" (iam CreateRole)',
  },
  "a pattern that fits a part only": {
    type: CLUSTER,
    inputs: { name: "sample.example" },
    violation: 'name must match ^[0-9A-Za-z][A-Za-z0-9\\-_]*, got "sample.example"',
  },
  "a text that is too long": {
    type: "aws:iam/role:Role",
    inputs: { name: "n".repeat(65) },
    violation: "name must have between 1 and 64 characters",
  },
  "a name that Pulumi makes too long": {
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: { name: undefined, logical: "r".repeat(60) },
    violation: "name must have between 1 and 64 characters",
  },
  "a text that is too short": {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    inputs: { policyArn: "arn:aws:iam" },
    violation: "policyArn must have between 20 and 2048 characters",
  },
  "a number beyond its range": {
    type: "aws:kms/key:Key",
    inputs: { rotationPeriodInDays: 30 },
    violation: "rotationPeriodInDays must be between 90 and 2560, got 30 (kms EnableKeyRotation)",
  },
  "a number beyond a range deep inside": {
    type: CLUSTER,
    inputs: { kubeControllerManagerConfig: { podGcControllerConfig: { terminatedPodGcThreshold: 0 } } },
    violation:
      "kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold must be between 1 and 1000000, got 0",
  },
  "a number with a fraction": {
    type: NODE_GROUP,
    inputs: { scalingConfig: { minSize: 1.5, maxSize: 3, desiredSize: 2 } },
    violation: "scalingConfig.minSize must be a whole number, got 1.5",
  },
  "a list that is too long": {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: {
      alarmActions: Array.from({ length: 6 }, (_, index) => `arn:aws:sns:eu-central-1:123456789012:t${index}`),
    },
    violation: "alarmActions must have at most 5 entries",
  },
  "too many tags": {
    type: CLUSTER,
    inputs: { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, "value"])) },
    violation: "tags must have between 1 and 50 entries",
  },
  "a tag that is too long": {
    type: CLUSTER,
    inputs: { tags: { team: "x".repeat(257) } },
    violation: "tags.team must have at most 256 characters",
  },
  "a truth that is a text": {
    type: CLUSTER,
    inputs: { deletionProtection: "yes" },
    violation: 'deletionProtection must be true or false, got "yes"',
  },
  "a text that is a number": {
    type: "aws:eks/addon:Addon",
    inputs: { addonVersion: 1 },
    violation: "addonVersion must be a text, got 1",
  },
  "a list that is a text": {
    type: NODE_GROUP,
    inputs: { instanceTypes: "m7i.large" },
    violation: 'instanceTypes must be a list, got "m7i.large"',
  },
  "an object that is a list": {
    type: NODE_GROUP,
    inputs: { scalingConfig: [] },
    violation: "scalingConfig must be an object, got []",
  },
  "a member that is missing": {
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    inputs: { policyArn: undefined },
    violation: "policyArn must be given, got nothing (eks AssociateAccessPolicy)",
  },
  "a property that nobody has placed": {
    type: CLUSTER,
    inputs: { auditPolicy: "Metadata" },
    violation: 'auditPolicy = "Metadata" was not looked at: nobody has said what it is for CreateCluster',
  },
  "a property inside that nobody has placed": {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    inputs: { metadataOptions: { httpTokensMode: "required" } },
    violation: 'metadataOptions.httpTokensMode = "required" was not looked at',
  },
  "what the provider would turn into something that is none": {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    inputs: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "yes" } }] },
    violation: 'blockDeviceMappings[0].ebs.encrypted must be true or false, got "yes"',
  },
  "what the model has in words only": {
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { retentionInDays: 100 },
    violation: "retentionInDays must be one of 1, 3, 5, 7, 14, ",
  },
  "a type that nobody has placed": {
    type: "aws:lambda/function:Function",
    inputs: {},
    violation: "aws:lambda/function:Function sample: nobody has said by which call AWS makes it",
  },
};
