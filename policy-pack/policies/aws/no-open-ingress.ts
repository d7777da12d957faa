import { eachRule, GROUP, hasPorts, INGRESS_RULE, ofRule, RULE, WITH_RULES } from "../../aws/security-group.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";
import { attempt } from "../../verdict.js";

/** @pulumi/aws 7.48: rules inside `aws.ec2.SecurityGroup`, and three kinds of resources for them. */
export const noOpenIngress = definePolicy({
  id: "no-open-ingress",
  title: "Security groups must not let everybody in, except to ports for the public",
  rationale:
    "Whatever listens behind an open port is tried by everybody; nobody notices when something else starts to listen there.",
  remediation: "Name the sources, or add the port to allowedPorts where it is for the public.",
  fix: "name the sources that are needed",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["NSA-NODE-01", "NSA-CP-01"],
  settings: {
    allowedPorts: {
      type: "array",
      items: { type: "string", pattern: "^[0-9]{1,5}$" },
      default: ["80", "443"],
      description: "Ports that may be open to everybody.",
    },
  },
  examples: {
    good: [
      {
        name: "HTTPS",
        resources: [
          { type: INGRESS_RULE, props: { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" } },
        ],
      },
      {
        name: "a port that is allowed",
        resources: [
          {
            type: RULE,
            props: { type: "ingress", protocol: "udp", fromPort: 51820, toPort: 51820, cidrBlocks: ["0.0.0.0/0"] },
          },
        ],
        settings: { allowedPorts: ["51820"] },
      },
      {
        name: "a network of one's own",
        resources: [
          {
            type: GROUP,
            props: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["192.168.0.0/16"] }] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "everything",
        resources: [
          { type: GROUP, props: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] } },
        ],
        message:
          "ingress rule must not let everybody in beyond allowedPorts (ingress[0].cidrBlocks). Fix: name the sources that are needed.",
      },
      {
        name: "a range with the ports for the public in it",
        resources: [{ type: INGRESS_RULE, props: { ipProtocol: "tcp", fromPort: 80, toPort: 443, cidrIpv6: "::/0" } }],
        message:
          "ingress rule must not let everybody in beyond allowedPorts (cidrIpv6). Fix: name the sources that are needed.",
      },
    ],
  },
  subject: "resource",
  types: WITH_RULES,
  check: (resource, _, { allowedPorts }) =>
    eachRule(resource, "ingress", (rule) =>
      attempt(() => {
        const isBeyond = ([first, last]: readonly [number, number]): boolean =>
          first !== last || !allowedPorts.includes(String(first));
        const isOpen = all(
          () => hasPorts(rule.protocol()),
          () => isBeyond(rule.ports()),
          () => rule.open().length > 0,
        );
        return isOpen ? ofRule(rule, rule.open()[0] ?? "", "must not let everybody in beyond allowedPorts") : undefined;
      }),
    ),
});
