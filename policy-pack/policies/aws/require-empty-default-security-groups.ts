import { comesFrom, ofType } from "../../aws/relations.js";
import { DEFAULT_GROUP, eachRule, ofRule } from "../../aws/security-group.js";
import type { Resource } from "../../policy.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";
import { attempt, type Verdict } from "../../verdict.js";

const VPC = "aws:ec2/vpc:Vpc";

/**
 * Amazon VPC user guide, "Default security groups": its members reach each other and everything outside until the
 * rules are taken away.
 */
export const requireEmptyDefaultSecurityGroups = definePolicy({
  id: "require-empty-default-security-groups",
  title: "The default security group of a network must have no rules",
  rationale:
    "What nobody has given a security group gets this one, and with it a way to all the others that were forgotten.",
  remediation: "Add an aws.ec2.DefaultSecurityGroup with vpcId of the VPC and without ingress and egress.",
  fix: "add an aws.ec2.DefaultSecurityGroup without rules",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NODE-01"],
  examples: {
    good: [
      {
        name: "emptied",
        resources: [
          { type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } },
          { type: DEFAULT_GROUP, name: "none", props: { vpcId: "vpc-1" }, dependencies: { vpcId: ["main"] } },
        ],
      },
    ],
    bad: [
      {
        name: "left as it is",
        resources: [{ type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } }],
        message:
          "network must have an empty default security group (cidrBlock). Fix: add an aws.ec2.DefaultSecurityGroup without rules.",
      },
      {
        name: "one with a rule",
        resources: [
          { type: VPC, name: "main", props: { cidrBlock: "10.0.0.0/16" } },
          {
            type: DEFAULT_GROUP,
            name: "none",
            props: { vpcId: "vpc-1", egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] },
            dependencies: { vpcId: ["main"] },
          },
        ],
        message:
          "egress rule must not be in the default security group (egress[0]). Fix: add an aws.ec2.DefaultSecurityGroup without rules.",
      },
    ],
  },
  subject: "stack",
  types: [VPC, DEFAULT_GROUP],
  check: (resources) => {
    const groups = ofType(resources, DEFAULT_GROUP);
    const found = new Map<Resource, readonly Verdict[]>();
    for (const vpc of ofType(resources, VPC))
      found.set(
        vpc,
        attempt(() =>
          some(groups, (group) => comesFrom(group, "vpcId", vpc))
            ? undefined
            : { subject: "network", path: "cidrBlock", requirement: "must have an empty default security group" },
        ),
      );
    for (const group of groups)
      found.set(
        group,
        (["ingress", "egress"] as const).flatMap((direction) =>
          eachRule(group, direction, (rule) => [ofRule(rule, "", "must not be in the default security group")]),
        ),
      );
    return found;
  },
});
