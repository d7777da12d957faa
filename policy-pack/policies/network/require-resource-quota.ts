import { eachNamespace } from "../../kubernetes/namespaced.js";
import { definePolicy } from "../../policy.js";

/** core/v1 ResourceQuota. */
export const requireResourceQuota = definePolicy({
  id: "require-resource-quota",
  title: "Namespaces must have a quota",
  rationale:
    "Without a quota one namespace takes the memory and the processors of all others, by mistake or on purpose.",
  remediation: "Add a ResourceQuota for cpu, memory and the number of objects.",
  fix: "add a ResourceQuota",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-11"],
  examples: {
    good: [
      {
        name: "with one",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:core/v1:ResourceQuota",
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
        message: 'Namespace "shop" must have a ResourceQuota (metadata.name). Fix: add a ResourceQuota.',
      },
      {
        name: "one of another namespace",
        resources: [
          { type: "kubernetes:core/v1:Namespace", name: "shop", props: { metadata: { name: "shop" } } },
          {
            type: "kubernetes:core/v1:ResourceQuota",
            name: "q",
            props: { metadata: { name: "q", namespace: "pay" }, spec: {} },
          },
        ],
        message: 'Namespace "shop" must have a ResourceQuota (metadata.name). Fix: add a ResourceQuota.',
      },
    ],
  },
  subject: "stack",
  kinds: ["core/Namespace", "core/ResourceQuota"],
  check: (resources) =>
    eachNamespace(resources, [{ kind: "core/ResourceQuota", requirement: "must have a ResourceQuota" }]),
});
