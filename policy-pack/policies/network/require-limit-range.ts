import { eachNamespace } from "../../kubernetes/namespaced.js";
import { definePolicy } from "../../policy.js";

/** core/v1 LimitRange. */
export const requireLimitRange = definePolicy({
  id: "require-limit-range",
  title: "Namespaces must have a limit range",
  rationale: "A container that states no limits takes what the node has; a limit range gives it some.",
  remediation: "Add a LimitRange with default limits and requests.",
  fix: "add a LimitRange",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-10"],
  examples: {
    good: [
      {
        name: "with one",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:core/v1:LimitRange",
            name: "q",
            props: { metadata: { name: "q", namespace: "shop" }, spec: {} },
          },
        ],
      },
      {
        name: "a namespace of the system",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "kube-public", props: { metadata: { name: "kube-public" } } },
        ],
      },
      {
        name: "a patch of one that is there",
        resources: [
          { type: "kubernetes:core/v1:NamespacePatch", props: { metadata: { name: "shop", labels: { a: "b" } } } },
        ],
      },
    ],
    bad: [
      {
        name: "without",
        resources: [{ type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } }],
        message: 'Namespace "shop" must have a LimitRange (metadata.name). Fix: add a LimitRange.',
      },
      {
        name: "one of another namespace",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:core/v1:LimitRange",
            name: "q",
            props: { metadata: { name: "q", namespace: "pay" }, spec: {} },
          },
        ],
        message: 'Namespace "shop" must have a LimitRange (metadata.name). Fix: add a LimitRange.',
      },
    ],
  },
  subject: "stack",
  kinds: ["core/Namespace", "core/LimitRange"],
  check: (resources) => eachNamespace(resources, [{ kind: "core/LimitRange", requirement: "must have a LimitRange" }]),
});
