import { eachOf } from "../../kubernetes/containers.js";
import { ingressSpec } from "../../kubernetes/ingress.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** networking.k8s.io/v1 Ingress. */
export const noWildcardIngressHosts = definePolicy({
  id: "no-wildcard-ingress-hosts",
  title: "Ingresses must not claim every host",
  rationale: "A rule without a host, or with a star, takes the traffic of hosts that nobody else has claimed yet.",
  remediation: "State each host in full.",
  fix: "state each host in full",
  topic: "network",
  severity: "low",
  profile: "restricted",
  references: ["NSA-NET-09"],
  examples: {
    good: [
      {
        name: "hosts in full",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{ host: "shop.example.com" }, { host: "pay.example.com" }] },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no host",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{ host: "shop.example.com" }, { http: {} }] },
            },
          },
        ],
        message: 'Ingress "web" must set host (spec.rules[1]). Fix: state each host in full.',
      },
      {
        name: "a star",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { rules: [{ host: "*.example.com" }] } },
          },
        ],
        message: 'Ingress "web" must not set a host with a star (spec.rules[0]). Fix: state each host in full.',
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/Ingress", "extensions/Ingress"],
  check: (object) =>
    eachOf(
      () => ingressSpec(object).rules,
      (rule, index) =>
        onObject(object, `spec.rules[${index}]`, () => {
          const { host = "" } = rule;
          if (host === "") return "must set host";
          return host.startsWith("*") ? { must: "must not set a host with a star", field: "host" } : undefined;
        }),
    ),
});
