import { eachOf } from "../kubernetes/containers.js";
import { integer, list, object, text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";
import { matching } from "../unknown.js";
import type { Offence, Verdict } from "../verdict.js";
import { isOpen } from "./cidr.js";

export type Direction = "ingress" | "egress";

/** `aws.ec2.SecurityGroup` and `DefaultSecurityGroup` with rules inside, and the three kinds of rules of their own. */
export const GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Every type that has rules, by @pulumi/aws 7.48. */
export const WITH_RULES = [GROUP, DEFAULT_GROUP, RULE, INGRESS_RULE, EGRESS_RULE] as const;

/** A rule, however it is written. Reading a part of it raises `UnknownRead` where that is unknown. */
export interface Rule {
  readonly direction: Direction;
  /** Path of the rule in the resource; empty where it is the resource. */
  readonly path: string;
  readonly protocol: () => string;
  /** First and last port; -1 and 65535 where the protocol has none or all are meant. */
  readonly ports: () => readonly [number, number];
  /** The fields whose blocks of addresses let everybody in, or out to everybody. */
  readonly open: () => readonly string[];
}

const inline = object({
  protocol: text,
  fromPort: integer,
  toPort: integer,
  cidrBlocks: list(text),
  ipv6CidrBlocks: list(text),
});
const inlineRules = object({ ingress: list(inline), egress: list(inline) });
const ruleShape = object({
  ...{ type: text, protocol: text, fromPort: integer, toPort: integer },
  ...{ cidrBlocks: list(text), ipv6CidrBlocks: list(text) },
});
const singleShape = object({
  ...{ ipProtocol: text, fromPort: integer, toPort: integer },
  ...{ cidrIpv4: text, cidrIpv6: text },
});

/** Judges every rule of the direction that the resource has. */
export function eachRule(
  { type, props }: Resource,
  direction: Direction,
  judge: (rule: Rule) => readonly Verdict[],
): readonly Verdict[] {
  if (type === GROUP || type === DEFAULT_GROUP)
    return eachOf(
      () => inlineRules(props)?.[direction],
      (rule, index) => judge(ruleOf(rule, direction, `${direction}[${index}]`)),
    );
  if (type === RULE)
    return eachOf(
      () => [ruleShape(props) ?? {}],
      (rule) => (rule.type === direction ? judge(ruleOf(rule, direction, "")) : []),
    );
  if (type !== (direction === "ingress" ? INGRESS_RULE : EGRESS_RULE)) return [];
  const single = singleShape(props) ?? {};
  return judge({
    direction,
    path: "",
    protocol: () => single.ipProtocol ?? "",
    ports: () => portsOf(single.ipProtocol, single.fromPort, single.toPort),
    open: () => matching(["cidrIpv4", "cidrIpv6"] as const, (field) => isOpen([single[field] ?? ""])),
  });
}

function ruleOf(rule: NonNullable<ReturnType<typeof inline>>, direction: Direction, path: string): Rule {
  return {
    direction,
    path,
    protocol: () => rule.protocol ?? "",
    ports: () => portsOf(rule.protocol, rule.fromPort, rule.toPort),
    open: () => matching(["cidrBlocks", "ipv6CidrBlocks"] as const, (field) => isOpen(rule[field] ?? [])),
  };
}

/** The ports of a rule; a protocol without ports, such as `-1` for all, has every one. */
function portsOf(protocol = "", from: number | undefined, to: number | undefined): readonly [number, number] {
  if (protocol === "-1" || protocol.toLowerCase() === "all") return [0, 65_535];
  return [from ?? 0, to ?? 65_535];
}

/** Whether the protocol carries ports of TCP or UDP. */
export const hasPorts = (protocol: string): boolean =>
  ["-1", "all", "tcp", "udp", "6", "17"].includes(protocol.toLowerCase());

/** The offence of a rule, at one of its fields. */
export const ofRule = ({ direction, path }: Rule, field: string, requirement: string): Offence => ({
  subject: `${direction} rule`,
  path: [path, field].filter(Boolean).join("."),
  requirement,
});
