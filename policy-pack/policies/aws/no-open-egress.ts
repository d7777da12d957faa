import { EGRESS_RULE, eachRule, GROUP, ofRule, RULE, WITH_RULES } from "../../aws/security-group.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";
import { attempt } from "../../verdict.js";

/**
 * @pulumi/aws 7.48: a group without egress rules lets nothing out; EKS needs 443 and DNS to endpoints or the
 * internet.
 */
export const noOpenEgress = definePolicy({
  id: "no-open-egress",
  title: "Security groups must not let everything out to everybody",
  rationale: "Whoever has taken a pod or a node fetches tools and sends data to wherever he likes.",
  remediation:
    "Allow the ports and networks that are needed: 443 to endpoints or a proxy, 53 to the resolver, the other groups of the cluster.",
  fix: "name the destinations that are needed",
  topic: "aws",
  severity: "medium",
  profile: "strict",
  references: ["NSA-NODE-01"],
  examples: {
    good: [
      {
        name: "HTTPS",
        resources: [
          {
            type: GROUP,
            props: { egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
          },
        ],
      },
      {
        name: "a network of one's own",
        resources: [{ type: EGRESS_RULE, props: { ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" } }],
      },
    ],
    bad: [
      {
        name: "everything, in the group",
        resources: [
          { type: GROUP, props: { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] } },
        ],
        message:
          "egress rule must not let everything out to everybody (egress[0].cidrBlocks). Fix: name the destinations that are needed.",
      },
      {
        name: "every port of TCP, as a rule",
        resources: [
          {
            type: RULE,
            props: { type: "egress", protocol: "tcp", fromPort: 0, toPort: 65535, ipv6CidrBlocks: ["::/0"] },
          },
        ],
        message:
          "egress rule must not let everything out to everybody (ipv6CidrBlocks). Fix: name the destinations that are needed.",
      },
      {
        name: "everything, as a rule of the VPC",
        resources: [{ type: EGRESS_RULE, props: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" } }],
        message:
          "egress rule must not let everything out to everybody (cidrIpv4). Fix: name the destinations that are needed.",
      },
    ],
  },
  subject: "resource",
  types: WITH_RULES,
  check: (resource) =>
    eachRule(resource, "egress", (rule) =>
      attempt(() => {
        const hasAll = ([first, last]: readonly [number, number]): boolean => first <= 1 && last === 65_535;
        const isOpen = all(
          () => hasAll(rule.ports()),
          () => rule.open().length > 0,
        );
        return isOpen ? ofRule(rule, rule.open()[0] ?? "", "must not let everything out to everybody") : undefined;
      }),
    ),
});
