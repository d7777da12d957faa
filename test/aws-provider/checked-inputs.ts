import { ADMIN, type World } from "./world.js";

const CLUSTER = "aws:eks/cluster:Cluster";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const NODES = "aws:eks/nodeGroup:NodeGroup";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const KEY = "aws:kms/key:Key";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** What the provider refuses before AWS is asked. */
export const CHECKS: readonly {
  readonly type: string;
  readonly inputs: Parameters<World["aws"]["check"]>[2];
  readonly reason: RegExp;
}[] = [
  { type: CLUSTER, inputs: { roleArn: "x" }, reason: /Missing required argument "vpcConfig"/ },
  {
    type: KEY,
    inputs: { rotationPeriodInDays: 30, enableKeyRotation: true },
    reason: /in the range \(90 - 2560\), got 30/,
  },
  { type: KEY, inputs: { policy: "{" }, reason: /"policy" contains an invalid JSON document/ },
  { type: KEY, inputs: { nonsense: true }, reason: /does not know this property/ },
  { type: LOGS, inputs: { retentionInDays: 100 }, reason: /one of \[0,1,3,.*\], got 100/ },
  {
    type: NODES,
    inputs: {
      clusterName: "c",
      nodeRoleArn: "r",
      subnetIds: [],
      scalingConfig: {},
      diskSize: 20,
      launchTemplate: { id: "lt", version: "1" },
    },
    reason: /Conflicting configuration arguments: launchTemplate, diskSize/,
  },
  {
    type: ENTRY,
    inputs: { clusterName: "c", principalArn: ADMIN, type: "EC2_LINUX", kubernetesGroups: ["g"] },
    reason: /type EC2_LINUX takes neither kubernetesGroups nor userName/,
  },
  {
    type: ENTRY,
    inputs: { clusterName: "c", principalArn: ADMIN, kubernetesGroups: ["system:masters"] },
    reason: /system:masters is invalid/,
  },
  { type: RULE, inputs: { ipProtocol: "-1", securityGroupId: "sg-1" }, reason: /one of cidrIpv4, cidrIpv6/ },
];
