import { guardedPortsIn } from "../../aws/ports.js";
import {
  EGRESS_RULE,
  eachRule,
  GROUP,
  hasPorts,
  INGRESS_RULE,
  ofRule,
  RULE,
  WITH_RULES,
} from "../../aws/security-group.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";
import { attempt } from "../../verdict.js";

/** kubernetes.io, "Ports and Protocols"; 22 and 3389 for the administration of nodes. */
export const noOpenControlPlanePorts = definePolicy({
  id: "no-open-control-plane-ports",
  title: "Ports of control planes and nodes must not be open to everybody",
  rationale:
    "The kubelet, etcd, the API server, SSH and node ports each give the node or the cluster to whoever finds one flaw or one credential.",
  remediation:
    "Let the control plane's and the nodes' security groups reach each other by referencedSecurityGroupId, and people come by a VPN or Session Manager.",
  fix: "name the sources that are needed",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-CP-06", "NSA-NODE-02", "NSA-CP-01"],
  examples: {
    good: [
      {
        name: "a network of one's own",
        resources: [
          {
            type: GROUP,
            props: { ingress: [{ protocol: "tcp", fromPort: 10250, toPort: 10250, cidrBlocks: ["10.0.0.0/8"] }] },
          },
        ],
      },
      {
        name: "HTTPS for everybody",
        resources: [
          {
            type: GROUP,
            props: {
              ingress: [
                { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
              ],
            },
          },
        ],
      },
      {
        name: "another group",
        resources: [
          {
            type: RULE,
            props: { type: "ingress", protocol: "tcp", fromPort: 10250, toPort: 10250, sourceSecurityGroupId: "sg-1" },
          },
        ],
      },
      {
        name: "what goes out",
        resources: [
          { type: RULE, props: { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] } },
        ],
      },
      {
        name: "what goes out, as a rule of its own",
        resources: [{ type: EGRESS_RULE, props: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" } }],
      },
    ],
    bad: [
      {
        name: "the kubelet, in the group",
        resources: [
          {
            type: GROUP,
            props: {
              ingress: [
                { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] },
                { protocol: "tcp", fromPort: 10250, toPort: 10250, cidrBlocks: ["0.0.0.0/0"] },
              ],
            },
          },
        ],
        message:
          "ingress rule must not open port 10250 to everybody (ingress[1].cidrBlocks). Fix: name the sources that are needed.",
      },
      {
        name: "SSH by IPv6, as a rule",
        resources: [
          {
            type: RULE,
            props: { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] },
          },
        ],
        message:
          "ingress rule must not open port 22 to everybody (ipv6CidrBlocks). Fix: name the sources that are needed.",
      },
      {
        name: "every port, as a rule of the VPC",
        resources: [{ type: INGRESS_RULE, props: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" } }],
        message:
          "ingress rule must not open port 22, 2379-2380, 3389, 6443 and 3 more to everybody (cidrIpv4). Fix: name the sources that are needed.",
      },
      {
        name: "a range, for everybody in two halves",
        resources: [
          {
            type: GROUP,
            props: {
              ingress: [{ protocol: "tcp", fromPort: 1025, toPort: 7000, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }],
            },
          },
        ],
        message:
          "ingress rule must not open port 2379-2380, 3389, 6443 to everybody (ingress[0].cidrBlocks). Fix: name the sources that are needed.",
      },
    ],
  },
  subject: "resource",
  types: WITH_RULES,
  check: (resource) =>
    eachRule(resource, "ingress", (rule) =>
      attempt(() => {
        const isOpen = all(
          () => hasPorts(rule.protocol()),
          () => guardedPortsIn(rule.ports()) !== "",
          () => rule.open().length > 0,
        );
        const requirement = () => `must not open port ${guardedPortsIn(rule.ports())} to everybody`;
        return isOpen ? ofRule(rule, rule.open()[0] ?? "", requirement()) : undefined;
      }),
    ),
});
