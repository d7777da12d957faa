import { namespaceOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Kinds with namespaces that carry an application; a provider or `kubectl -n` may set the namespace later. */
export const requireNamespace = definePolicy({
  id: "require-namespace",
  title: "Objects of workloads must state their namespace",
  rationale: "Without one an object lands where the connection of whoever deploys it points: often in default.",
  remediation: "Set metadata.namespace.",
  fix: "set metadata.namespace",
  topic: "network",
  severity: "low",
  profile: "strict",
  references: ["NSA-NET-01", "CIS-K8S-5.6.4", "V-242383"],
  examples: {
    good: [
      {
        name: "stated",
        resources: [{ type: "kubernetes:apps/v1:Deployment", props: { metadata: { name: "web", namespace: "shop" } } }],
      },
      {
        name: "a patch",
        resources: [{ type: "kubernetes:core/v1:ServicePatch", props: { metadata: { name: "web" } } }],
      },
      {
        name: "a kind without namespaces",
        resources: [
          { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", props: { metadata: { name: "web" } } },
        ],
      },
    ],
    bad: [
      {
        name: "a Deployment",
        resources: [{ type: "kubernetes:apps/v1:Deployment", props: { metadata: { name: "web" } } }],
        message: 'Deployment "web" must set metadata.namespace (metadata). Fix: set metadata.namespace.',
      },
      {
        name: "a Secret in a list",
        resources: [
          {
            type: "kubernetes:core/v1:List",
            props: { items: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "web" } }] },
          },
        ],
        message: 'Secret "web" must set metadata.namespace (items[0].metadata). Fix: set metadata.namespace.',
      },
    ],
  },
  subject: "object",
  kinds: [
    "apps/DaemonSet",
    "apps/Deployment",
    "apps/ReplicaSet",
    "apps/StatefulSet",
    "batch/CronJob",
    "batch/Job",
    "core/ConfigMap",
    "core/PersistentVolumeClaim",
    "core/Pod",
    "core/Secret",
    "core/Service",
    "core/ServiceAccount",
    "networking.k8s.io/Ingress",
  ],
  check: (object) =>
    onObject(object, "metadata", () =>
      namespaceOf(object) === undefined ? { missing: "must set metadata.namespace", field: "namespace" } : undefined,
    ),
});
