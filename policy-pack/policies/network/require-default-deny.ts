import { eachNamespace } from "../../kubernetes/namespaced.js";
import { type Direction, decidesAbout, networkPolicySpec, selectsAll } from "../../kubernetes/network-policy.js";
import type { KubernetesObject } from "../../kubernetes/object.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

const NEEDS = (["ingress", "egress"] as const).map(
  (direction) =>
    ({
      kind: "networking.k8s.io/NetworkPolicy",
      fulfils: (policy: KubernetesObject) => deniesAll(policy, direction),
      requirement: `must have a NetworkPolicy that denies ${direction}`,
    }) as const,
);

function deniesAll(policy: KubernetesObject, direction: Direction): boolean {
  const spec = networkPolicySpec(policy);
  return all(
    () => spec.podSelector !== undefined && selectsAll(spec.podSelector),
    () => decidesAbout(spec, direction),
    () => (spec[direction]?.length ?? 0) === 0,
  );
}

/** networking.k8s.io/v1: what is selected by no policy is open. */
export const requireDefaultDeny = definePolicy({
  id: "require-default-deny",
  title: "Namespaces must deny network traffic by default, in both directions",
  rationale:
    "Pods that no policy selects talk to everything: one that was broken into reaches all others, and the internet.",
  remediation:
    "Add a NetworkPolicy with an empty podSelector, both policyTypes and no rules, and allow by others what is needed.",
  fix: "add a NetworkPolicy with podSelector {}, both policyTypes and no rules",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: ["NSA-NET-05", "CIS-K8S-5.3.2", "CIS-EKS-4.3.2", "CIS-EKS-5.4.4"],
  examples: {
    good: [
      {
        name: "one policy for both",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "deny",
            props: {
              metadata: { name: "deny", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
          },
        ],
      },
      {
        name: "two, beside one that allows",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "in",
            props: { metadata: { name: "in", namespace: "shop" }, spec: { podSelector: {} } },
          },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "out",
            props: {
              metadata: { name: "out", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Egress"], egress: [] },
            },
          },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "allow",
            props: {
              metadata: { name: "allow", namespace: "shop" },
              spec: { podSelector: { matchLabels: { app: "web" } }, ingress: [{}] },
            },
          },
        ],
      },
      {
        name: "a namespace of the system",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "kube-system", props: { metadata: { name: "kube-system" } } },
        ],
      },
      {
        name: "no namespace at all",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { podSelector: {}, ingress: [{}] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "nothing",
        resources: [{ type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } }],
        message:
          'Namespace "shop" must have a NetworkPolicy that denies ingress (metadata.name); Namespace "shop" must have a NetworkPolicy that denies egress (metadata.name). Fix: add a NetworkPolicy with podSelector {}, both policyTypes and no rules.',
      },
      {
        name: "ingress only",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "in",
            props: { metadata: { name: "in", namespace: "shop" }, spec: { podSelector: {} } },
          },
        ],
        message:
          'Namespace "shop" must have a NetworkPolicy that denies egress (metadata.name). Fix: add a NetworkPolicy with podSelector {}, both policyTypes and no rules.',
      },
      {
        name: "of another namespace",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "deny",
            props: {
              metadata: { name: "deny", namespace: "pay" },
              spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
          },
        ],
        message:
          'Namespace "shop" must have a NetworkPolicy that denies ingress (metadata.name); Namespace "shop" must have a NetworkPolicy that denies egress (metadata.name). Fix: add a NetworkPolicy with podSelector {}, both policyTypes and no rules.',
      },
      {
        name: "of some pods only",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "deny",
            props: {
              metadata: { name: "deny", namespace: "shop" },
              spec: { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress", "Egress"] },
            },
          },
        ],
        message:
          'Namespace "shop" must have a NetworkPolicy that denies ingress (metadata.name); Namespace "shop" must have a NetworkPolicy that denies egress (metadata.name). Fix: add a NetworkPolicy with podSelector {}, both policyTypes and no rules.',
      },
      {
        name: "one that allows something",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "deny",
            props: {
              metadata: { name: "deny", namespace: "shop" },
              spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}] },
            },
          },
        ],
        message:
          'Namespace "shop" must have a NetworkPolicy that denies ingress (metadata.name). Fix: add a NetworkPolicy with podSelector {}, both policyTypes and no rules.',
      },
    ],
  },
  subject: "stack",
  kinds: ["core/Namespace", "networking.k8s.io/NetworkPolicy"],
  check: (resources) => eachNamespace(resources, NEEDS),
});
