import { comesFrom, ofType } from "../../aws/relations.js";
import type { Resource } from "../../policy.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";
import { attempt, type Verdict } from "../../verdict.js";

const VPC = "aws:ec2/vpc:Vpc";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

/** Amazon VPC user guide, "Logging IP traffic using VPC Flow Logs". */
export const requireVpcFlowLogs = definePolicy({
  id: "require-vpc-flow-logs",
  title: "Networks must log their traffic",
  rationale:
    "Without flow logs nobody sees a scan, a stolen node that calls home, or what a network policy should have stopped.",
  remediation: "Add an aws.ec2.FlowLog with vpcId of the VPC and trafficType ALL, to a log group or a bucket.",
  fix: "add an aws.ec2.FlowLog for the VPC",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-05"],
  examples: {
    good: [
      {
        name: "a flow log",
        resources: [
          { type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } },
          {
            type: FLOW_LOG,
            name: "flow",
            props: { vpcId: "vpc-1", trafficType: "ALL" },
            dependencies: { vpcId: ["main"] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [{ type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } }],
        message: "network must have a flow log (cidrBlock). Fix: add an aws.ec2.FlowLog for the VPC.",
      },
      {
        name: "one of another",
        resources: [
          { type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } },
          { type: FLOW_LOG, name: "flow", props: { vpcId: "vpc-2", trafficType: "ALL" }, dependencies: {} },
        ],
        message: "network must have a flow log (cidrBlock). Fix: add an aws.ec2.FlowLog for the VPC.",
      },
    ],
  },
  subject: "stack",
  types: [VPC, FLOW_LOG],
  check: (resources) =>
    new Map(
      ofType(resources, VPC).map((vpc): [Resource, readonly Verdict[]] => [
        vpc,
        attempt(() =>
          some(ofType(resources, FLOW_LOG), (log) => comesFrom(log, "vpcId", vpc))
            ? undefined
            : { subject: "network", path: "cidrBlock", requirement: "must have a flow log" },
        ),
      ]),
    ),
});
