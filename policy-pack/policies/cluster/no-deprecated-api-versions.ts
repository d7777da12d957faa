import { describeApi, lifecycleOf } from "../../kubernetes/api-versions.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Kubernetes "Deprecated API Migration Guide"; versions that are gone already are another policy's. */
export const noDeprecatedApiVersions = definePolicy({
  id: "no-deprecated-api-versions",
  title: "Objects must not have an API version that Kubernetes will remove",
  rationale: "A deprecated version stands in the way of the next upgrade of the cluster, and of its security fixes.",
  remediation: "Move the object to the version that replaces it before the cluster is upgraded.",
  fix: "use the version that replaces it",
  topic: "cluster",
  severity: "low",
  profile: "strict",
  references: ["NSA-UPG-05", "V-242442"],
  examples: {
    good: [
      {
        name: "a stable version",
        resources: [{ type: "kubernetes:resource.k8s.io/v1:ResourceClaim", props: { metadata: { name: "gpu" } } }],
      },
      {
        name: "a version that is not deprecated yet",
        kubernetesVersion: "1.34",
        resources: [{ type: "kubernetes:resource.k8s.io/v1beta1:ResourceClaim", props: { metadata: { name: "gpu" } } }],
      },
      {
        name: "a removed version, which is another policy's",
        resources: [{ type: "kubernetes:batch/v1beta1:CronJob", props: { metadata: { name: "backup" } } }],
      },
    ],
    bad: [
      {
        name: "a deprecated version",
        kubernetesVersion: "1.35",
        resources: [{ type: "kubernetes:resource.k8s.io/v1beta1:ResourceClaim", props: { metadata: { name: "gpu" } } }],
        message:
          'object "gpu" must not be resource.k8s.io/v1beta1 ResourceClaim, deprecated since Kubernetes 1.35 and removed in 1.38 in favour of resource.k8s.io/v1 (apiVersion). Fix: use the version that replaces it.',
      },
      {
        name: "a deprecated version in a typed list",
        kubernetesVersion: "1.25",
        resources: [
          {
            type: "kubernetes:autoscaling/v2beta2:HorizontalPodAutoscalerList",
            props: { items: [{ metadata: { name: "web" } }] },
          },
        ],
        message:
          'object "web" must not be autoscaling/v2beta2 HorizontalPodAutoscaler, deprecated since Kubernetes 1.23 and removed in 1.26 in favour of autoscaling/v2 (items[0].apiVersion). Fix: use the version that replaces it.',
      },
    ],
  },
  subject: "object",
  kinds: "*",
  check: (object, { kubernetesMinor }) => {
    const lifecycle = lifecycleOf(object);
    if (lifecycle === undefined) return [];
    const [, , deprecated, removed, replacement] = lifecycle;
    if (kubernetesMinor < deprecated || kubernetesMinor >= removed) return [];
    const favour = replacement === undefined ? "" : ` in favour of ${replacement}`;
    const since = `deprecated since Kubernetes 1.${deprecated} and removed in 1.${removed}${favour}`;
    return onObject(object, "apiVersion", () => `must not be ${describeApi(lifecycle)}, ${since}`, "object");
  },
});
