import { describeApi, lifecycleOf } from "../../kubernetes/api-versions.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Kubernetes "Deprecated API Migration Guide"; the versions come from the source of Kubernetes. */
export const noRemovedApiVersions = definePolicy({
  id: "no-removed-api-versions",
  title: "Objects must not have an API version that Kubernetes has removed",
  rationale:
    "The API server refuses a removed version; a cluster that still has it is out of support and lacks security fixes.",
  remediation:
    "Move the object to the version that replaced it, or state the Kubernetes version of the cluster if it is older.",
  fix: "use the version that replaced it",
  topic: "cluster",
  severity: "medium",
  profile: "baseline",
  references: ["NSA-UPG-05", "V-242442"],
  examples: {
    good: [
      {
        name: "a stable version",
        resources: [{ type: "kubernetes:batch/v1:CronJob", props: { metadata: { name: "backup" } } }],
      },
      {
        name: "a version that is removed later",
        kubernetesVersion: "1.28",
        resources: [
          {
            type: "kubernetes:flowcontrol.apiserver.k8s.io/v1beta2:FlowSchema",
            props: { metadata: { name: "probes" } },
          },
        ],
      },
      {
        name: "a custom kind of the same name",
        resources: [{ type: "kubernetes:example.com/v1beta1:CronJob", props: { metadata: { name: "backup" } } }],
      },
    ],
    bad: [
      {
        name: "a version removed long ago",
        resources: [
          {
            type: "kubernetes:batch/v1beta1:CronJob",
            props: { apiVersion: "batch/v1beta1", kind: "CronJob", metadata: { name: "backup" } },
          },
        ],
        message:
          'object "backup" must not be batch/v1beta1 CronJob, removed in Kubernetes 1.25 in favour of batch/v1 (apiVersion). Fix: use the version that replaced it.',
      },
      {
        name: "a version just removed",
        kubernetesVersion: "1.29",
        resources: [
          {
            type: "kubernetes:flowcontrol.apiserver.k8s.io/v1beta2:FlowSchemaPatch",
            props: { metadata: { name: "probes" } },
          },
        ],
        message:
          'object "probes" must not be flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema, removed in Kubernetes 1.29 in favour of flowcontrol.apiserver.k8s.io/v1beta3 (apiVersion). Fix: use the version that replaced it.',
      },
      {
        name: "a version without a successor, in a list of mixed kinds",
        resources: [
          {
            type: "kubernetes:core/v1:List",
            props: {
              items: [
                { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } },
                { apiVersion: "settings.k8s.io/v1alpha1", kind: "PodPreset", metadata: { name: "b" } },
              ],
            },
          },
        ],
        message:
          'object "b" must not be settings.k8s.io/v1alpha1 PodPreset, removed in Kubernetes 1.20 (items[1].apiVersion). Fix: use the version that replaced it.',
      },
    ],
  },
  subject: "object",
  kinds: "*",
  check: (object, { kubernetesMinor }) => {
    const lifecycle = lifecycleOf(object);
    if (lifecycle === undefined) return [];
    const [, , , removed, replacement] = lifecycle;
    if (removed > kubernetesMinor) return [];
    const favour = replacement === undefined ? "" : ` in favour of ${replacement}`;
    const requirement = `must not be ${describeApi(lifecycle)}, removed in Kubernetes 1.${removed}${favour}`;
    return onObject(object, "apiVersion", () => requirement, "object");
  },
});
