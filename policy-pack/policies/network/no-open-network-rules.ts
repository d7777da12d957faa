import { namespaceOf } from "../../kubernetes/namespace.js";
import { type NetworkRule, selectsAll } from "../../kubernetes/network-policy.js";
import { eachNetworkRule, ofPeers, ofRule } from "../../kubernetes/network-verdicts.js";
import type { KubernetesObject } from "../../kubernetes/object.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

/** Whether a rule opens the cluster's own DNS on its port alone: every pod of every namespace has to ask it. */
function isNameResolution(object: KubernetesObject, { direction, ports }: NetworkRule): boolean {
  if (direction !== "ingress" || namespaceOf(object) !== "kube-system") return false;
  const opened = ports() ?? [];
  return opened.length > 0 && !some(opened, ({ port, endPort }) => port !== 53 || endPort !== undefined);
}

/** networking.k8s.io/v1: rules whose peers are everybody; blocks of addresses are `restrict-ip-blocks`. */
export const noOpenNetworkRules = definePolicy({
  id: "no-open-network-rules",
  title: "Network policies must not allow every peer",
  rationale:
    "A rule without peers, or with a selector that is empty, opens the pods to everything in the cluster, and mostly beyond.",
  remediation: "Name the peers by podSelector and namespaceSelector.",
  fix: "name the peers by selectors",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-06"],
  examples: {
    good: [
      {
        name: "peers by labels",
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
        name: "one sort of pod in every namespace",
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
                    to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
                    ports: [{ protocol: "TCP", port: 53 }],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        name: "every pod of the same namespace",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port: 8080 }] }],
              },
            },
          },
        ],
      },
      {
        name: "no rules, which allows nothing",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
          },
        ],
      },
      {
        name: "rules of a direction that it does not decide about",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Ingress"], egress: [{}] },
            },
          },
        ],
      },
      {
        name: "what the cluster's DNS is asked, in kube-system",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "dns",
            props: {
              metadata: { name: "dns", namespace: "kube-system" },
              spec: {
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: "UDP", port: 53 }] }],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "name resolution outside kube-system",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "dns",
            props: {
              metadata: { name: "dns", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: "UDP", port: 53 }] }],
              },
            },
          },
        ],
        message:
          "ingress rule must not allow every namespace (spec.ingress[0].from[0]). Fix: name the peers by selectors.",
      },
      {
        name: "more than name resolution in kube-system",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "dns",
            props: {
              metadata: { name: "dns", namespace: "kube-system" },
              spec: {
                podSelector: {},
                ingress: [
                  { from: [{ namespaceSelector: {} }], ports: [{ protocol: "UDP", port: 53 }, { port: 9153 }] },
                ],
              },
            },
          },
        ],
        message:
          "ingress rule must not allow every namespace (spec.ingress[0].from[0]). Fix: name the peers by selectors.",
      },
      {
        name: "an empty rule",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { podSelector: {}, ingress: [{}] } },
          },
        ],
        message: "ingress rule must not allow every peer (spec.ingress[0]). Fix: name the peers by selectors.",
      },
      {
        name: "an empty list of peers",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                policyTypes: ["Egress"],
                egress: [
                  { to: [{ podSelector: { matchLabels: { app: "web" } } }] },
                  { to: [], ports: [{ protocol: "TCP", port: 443 }] },
                ],
              },
            },
          },
        ],
        message: "egress rule must not allow every peer (spec.egress[1]). Fix: name the peers by selectors.",
      },
      {
        name: "every namespace",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                podSelector: {},
                ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }, { namespaceSelector: {} }] }],
              },
            },
          },
        ],
        message:
          "ingress rule must not allow every namespace (spec.ingress[0].from[1]). Fix: name the peers by selectors.",
      },
      {
        name: "every pod of every namespace",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { podSelector: {}, egress: [{ to: [{ namespaceSelector: {}, podSelector: {} }] }] },
            },
          },
        ],
        message: "egress rule must not allow every namespace (spec.egress[0].to[0]). Fix: name the peers by selectors.",
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/NetworkPolicy"],
  check: (object) =>
    eachNetworkRule(object, (rule, path) => [
      ...ofRule(rule, path, () =>
        (rule.peers()?.length ?? 0) === 0
          ? { requirement: "must not allow every peer", field: rule.peersField }
          : undefined,
      ),
      ...ofPeers(rule, path, ({ namespaceSelector, podSelector }) =>
        namespaceSelector !== undefined &&
        selectsAll(namespaceSelector) &&
        (podSelector === undefined || selectsAll(podSelector)) &&
        !isNameResolution(object, rule)
          ? "must not allow every namespace"
          : undefined,
      ),
    ]),
});
