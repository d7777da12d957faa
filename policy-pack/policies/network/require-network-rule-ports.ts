import { eachOf } from "../../kubernetes/containers.js";
import type { NetworkPort } from "../../kubernetes/network-policy.js";
import { eachNetworkRule, ofRule } from "../../kubernetes/network-verdicts.js";
import { definePolicy } from "../../policy.js";

function breachOf({ port, endPort }: NetworkPort): string | undefined {
  if (port === undefined) return "must set the port";
  return typeof port === "number" && port <= 1 && (endPort ?? 0) >= 65_535 ? "must not open every port" : undefined;
}

/** networking.k8s.io/v1: without ports, every port of every protocol. */
export const requireNetworkRulePorts = definePolicy({
  id: "require-network-rule-ports",
  title: "Network policies must state the ports that they open",
  rationale: "A rule without ports opens debuggers, metrics and whatever else listens beside the service.",
  remediation: "List the ports that the peers need.",
  fix: "list the ports that are needed",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-06"],
  examples: {
    good: [
      {
        name: "a port",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [
                  {
                    from: [{ podSelector: { matchLabels: { app: "web" } } }],
                    ports: [{ protocol: "TCP", port: 8080 }],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "a port by its name",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: "http" }] }],
              },
            },
          },
        ],
      },
      {
        name: "a range",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [
                  {
                    to: [{ podSelector: { matchLabels: { app: "web" } } }],
                    ports: [{ protocol: "UDP", port: 32000, endPort: 32768 }],
                  },
                ],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no ports",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }] }] },
            },
          },
        ],
        message: "ingress rule must set ports (spec.ingress[0]). Fix: list the ports that are needed.",
      },
      {
        name: "an empty list",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                egress: [{ to: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [] }],
              },
            },
          },
        ],
        message: "egress rule must set ports (spec.egress[0]). Fix: list the ports that are needed.",
      },
      {
        name: "a protocol without a port",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ protocol: "TCP" }] }],
              },
            },
          },
        ],
        message: "ingress rule must set the port (spec.ingress[0].ports[0]). Fix: list the ports that are needed.",
      },
      {
        name: "a range of every port",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [
                  {
                    from: [{ podSelector: { matchLabels: { app: "web" } } }],
                    ports: [{ port: 8080 }, { port: 1, endPort: 65535 }],
                  },
                ],
              },
            },
          },
        ],
        message:
          "ingress rule must not open every port (spec.ingress[0].ports[1]). Fix: list the ports that are needed.",
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/NetworkPolicy"],
  check: (object) =>
    eachNetworkRule(object, (rule, path) => [
      ...ofRule(rule, path, () =>
        (rule.ports()?.length ?? 0) === 0 ? { requirement: "must set ports", field: "ports" } : undefined,
      ),
      ...eachOf(rule.ports, (port, index) =>
        ofRule(rule, `${path}.ports[${index}]`, () => {
          const requirement = breachOf(port);
          return requirement === undefined ? undefined : { requirement };
        }),
      ),
    ]),
});
