import { type Account, Refusal } from "../account.js";
import type { LiveResource } from "../journal.js";
import { at } from "../paths.js";
import { arn, type Making, type Reference, type ResourceTable, words } from "../table.js";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const RULES = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];
const SOURCES = words("cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId");

export const OF_GROUP: Reference = { types: [GROUP, DEFAULT_GROUP], by: "id", missing: "InvalidGroup.NotFound" };

/** A rule cannot change the kind of its other side. */
const kindChanges = (before: unknown, after: unknown): boolean => (before === undefined) !== (after === undefined);

const rule = (cloudFormation: string): ResourceTable => ({
  cloudFormation,
  required: words("ipProtocol securityGroupId"),
  optional: words("cidrIpv4 cidrIpv6 description fromPort prefixListId referencedSecurityGroupId region tags toPort"),
  replaces: ["securityGroupId"],
  replacesWhen: Object.fromEntries(SOURCES.map((source) => [source, kindChanges])),
  rules: {
    fromPort: { from: -1, to: 65535 },
    toPort: { from: -1, to: 65535 },
    cidrIpv4: { pattern: /^\d+(\.\d+){3}\/\d{1,2}$/, like: "10.0.0.0/16" },
    cidrIpv6: { pattern: /^[0-9a-fA-F:]+\/\d{1,3}$/, like: "2001:db8::/56" },
    ipProtocol: { pattern: /^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/, like: "tcp" },
  },
  conflicts: [SOURCES],
  oneOf: [SOURCES],
  check: ({ ipProtocol, fromPort, toPort }) => {
    const ports = fromPort !== undefined || toPort !== undefined;
    if (ipProtocol === "-1" && ports) return "fromPort and toPort must not be set with ipProtocol -1";
    return ["tcp", "udp"].includes(String(ipProtocol)) && !ports
      ? `fromPort and toPort are required with ipProtocol ${ipProtocol}`
      : undefined;
  },
  refers: {
    securityGroupId: OF_GROUP,
    // A group that a rule of another names stays.
    referencedSecurityGroupId: { ...OF_GROUP, holds: true },
    prefixListId: { types: ["aws:ec2/managedPrefixList:ManagedPrefixList"], by: "id", except: /^pl-/ },
  },
  unique: [["securityGroupId", "ipProtocol", "fromPort", "toPort", ...SOURCES]],
  duplicate: "InvalidPermission.Duplicate",
  id: ({ hex }) => `sgr-${hex(17)}`,
  computed: {
    arn: (making) => arn(making, "ec2", `security-group-rule/${making.id}`),
    securityGroupRuleId: ({ id }) => id,
  },
});

/** Nodes wear the groups of their launch template. */
function assertUnworn({ id }: LiveResource, account: Account): void {
  for (const group of account.all("aws:eks/nodeGroup:NodeGroup")) {
    const template = account.get(
      "aws:ec2/launchTemplate:LaunchTemplate",
      String(at(group.state, "launchTemplate.id")[0]),
    );
    if (
      template !== undefined &&
      [
        ...at(template.state, "vpcSecurityGroupIds"),
        ...at(template.state, "networkInterfaces.securityGroups"),
      ].includes(id)
    )
      throw new Refusal("DependencyViolation", `resource ${id} has a dependent object: nodes of ${group.id}`);
  }
}

function removeRules({ id }: LiveResource, account: Account): void {
  for (const type of RULES)
    for (const other of [...account.all(type)])
      if (other.state.securityGroupId === id) account.record({ op: "delete", type, id: other.id });
}

export const SECURITY_GROUPS: Readonly<Record<string, ResourceTable>> = {
  [GROUP]: {
    cloudFormation: "AWS::EC2::SecurityGroup",
    required: [],
    optional: words("description egress ingress name namePrefix region revokeRulesOnDelete tags vpcId"),
    replaces: words("description name namePrefix vpcId"),
    sets: words("egress ingress"),
    autoName: { property: "name", maxLength: 255, alternative: "namePrefix" },
    conflicts: [words("name namePrefix")],
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    rules: {
      name: { pattern: /^(?!sg-).{1,255}$/, like: "nodes" },
      description: { pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/, like: "Nodes of prod" },
    },
    refers: { vpcId: { types: ["aws:ec2/vpc:Vpc"], by: "id", holds: true, missing: "InvalidVpcID.NotFound" } },
    unique: [words("vpcId name")],
    duplicate: "InvalidGroup.Duplicate",
    id: ({ hex }) => `sg-${hex(17)}`,
    computed: {
      arn: (making) => arn(making, "ec2", `security-group/${making.id}`),
      ownerId: ({ accountId }) => accountId,
      name: ({ inputs, hex }) => `${inputs.namePrefix}${hex(26)}`,
      egress: () => [],
      ingress: () => [],
      vpcId: () => "",
    },
    delete: assertUnworn,
    alongDelete: removeRules,
  },

  [DEFAULT_GROUP]: {
    required: [],
    optional: words("egress ingress region revokeRulesOnDelete tags vpcId"),
    replaces: ["vpcId"],
    sets: words("egress ingress"),
    refers: { vpcId: { types: ["aws:ec2/vpc:Vpc"], by: "id", missing: "InvalidVpcID.NotFound" } },
    // The VPC made it; the resource takes it over, and leaves it when it goes.
    id: (making) => String(vpcOf(making)?.defaultSecurityGroupId),
    computed: {
      arn: (making) => arn(making, "ec2", `security-group/${making.id}`),
      description: () => "default VPC security group",
      name: () => "default",
      namePrefix: () => "",
      ownerId: ({ accountId }) => accountId,
      egress: () => [],
      ingress: () => [],
      vpcId: () => "",
    },
  },

  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("AWS::EC2::SecurityGroupIngress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("AWS::EC2::SecurityGroupEgress"),
};

const vpcOf = ({ account, inputs }: Omit<Making, "id">) => account.get("aws:ec2/vpc:Vpc", String(inputs.vpcId))?.state;
