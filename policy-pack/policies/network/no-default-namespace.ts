import { addsToNamespace, namespaceOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Objects that state the namespace `default`; what states none is `require-namespace`. */
export const noDefaultNamespace = definePolicy({
  id: "no-default-namespace",
  title: "Objects must not be in the default namespace",
  rationale:
    "What nobody chose a namespace for has no owner, no quota and no network rules, and meets everything else there.",
  remediation: "Make a namespace for the application, and put its objects there.",
  fix: "set metadata.namespace to one of the application's own",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-02", "CIS-K8S-5.6.4", "CIS-EKS-4.5.2", "V-242383"],
  examples: {
    good: [
      {
        name: "a namespace of its own",
        resources: [{ type: "kubernetes:core/v1:Service", props: { metadata: { name: "web", namespace: "shop" } } }],
      },
      {
        name: "none, which whoever deploys it decides",
        resources: [{ type: "kubernetes:apps/v1:Deployment", props: { metadata: { name: "web" } } }],
      },
      {
        name: "what closes the namespace",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "web",
            props: { metadata: { name: "web", namespace: "default" }, spec: { podSelector: {} } },
          },
        ],
      },
      {
        name: "a patch of what is there",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccountPatch",
            props: { metadata: { name: "default", namespace: "default" } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a Service",
        resources: [{ type: "kubernetes:core/v1:Service", props: { metadata: { name: "web", namespace: "default" } } }],
        message:
          'Service "web" must not be in the namespace default (metadata.namespace). Fix: set metadata.namespace to one of the application\'s own.',
      },
      {
        name: "a custom resource",
        resources: [
          {
            type: "kubernetes:argoproj.io/v1alpha1:Rollout",
            props: { metadata: { name: "web", namespace: "default" } },
          },
        ],
        message:
          'Rollout "web" must not be in the namespace default (metadata.namespace). Fix: set metadata.namespace to one of the application\'s own.',
      },
    ],
  },
  subject: "object",
  kinds: "*",
  check: (object) =>
    addsToNamespace(object)
      ? onObject(object, "metadata.namespace", () =>
          namespaceOf(object) === "default" ? "must not be in the namespace default" : undefined,
        )
      : [],
});
